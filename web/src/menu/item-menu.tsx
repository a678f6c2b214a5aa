/** The menu. */
import type { OpenMenu } from "./open-menu.ts";
export default function ItemMenu({ menu }: { menu: OpenMenu }) {
  return <p>{menu.target.kind}</p>;
}
