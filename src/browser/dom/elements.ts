/** The element of this id, of the kind given. */
export function byId<E extends Element>(id: string, kind: new () => E): E | null {
  const found = document.getElementById(id);
  return found instanceof kind ? found : null;
}

/** The elements that a selector finds, of the kind given. */
export function all<E extends Element>(selector: string, kind: new () => E, within: ParentNode = document): E[] {
  return [...within.querySelectorAll(selector)].filter((found): found is E => found instanceof kind);
}
