/** What can go wrong with the audit journal, in words. A broken journal is a verdict (types.ts), not an error. */
import { defineErrors } from '#base/errors.ts';

export const AuditError = defineErrors({
  AUDIT_DECISION_UNFIT: {
    message:
      'A decision cannot be written to the audit journal: {reason}. This is a fault of Fonoteca: please report it.',
  },
});
