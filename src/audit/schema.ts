/** The journal's tables as TypeScript sees them. */

export interface AuditSchema {
  audit_entry: AuditEntryTable;
  audit_head: AuditHeadTable;
}

export interface AuditEntryTable {
  seq: number;
  at: number;
  bytes: Uint8Array;
  digest: string;
}

interface AuditHeadTable {
  id: number;
  entry_count: number;
}
