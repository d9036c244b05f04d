/** Tells the names of a scope apart. */
import { Scope } from "./image";

/** Up to this many names are compared each with each. */
const few: i32 = 12;
/** So many names in one place of a table are made to fall there. */
const mostProbes: i32 = 64;
const bytesOfPlace: i32 = 8;
const bytesOfSlot: i32 = 4;

/** Behind what is remembered. */
let end: usize = 0;

/** Forgets the names of all scopes; what is remembered from now on lies behind the document. */
export function forgetNames(scopes: usize, count: i32, documentEnd: usize): void {
  memory.fill(scopes, 0, count * offsetof<Scope>());
  end = (documentEnd + 7) & ~7;
}

/** Begins a scope anew. */
export function clearScope(scope: Scope): void {
  scope.count = 0;
  scope.slotCount = 0;
}

/** Adds the name that stands there. False where it stands in the scope before, and where that would take too long to tell. */
export function addName(scope: Scope, start: usize, nameEnd: usize): bool {
  const count = scope.count;
  if (count < few) {
    for (let name = 0; name < count; name += 1) if (isSame(scope, name, start, nameEnd)) return false;
  } else {
    if (2 * count >= scope.slotCount && !makeSlots(scope)) return false;
    const slot = freeSlot(scope, start, nameEnd);
    if (slot === 0) return false;
    store<i32>(slot, count + 1);
  }
  if (count >= scope.room && !makeRoom(scope)) return false;
  const place = scope.places + count * bytesOfPlace;
  store<u32>(place, start as u32);
  store<u32>(place, nameEnd as u32, 4);
  scope.count = count + 1;
  return true;
}

function isSame(scope: Scope, name: i32, start: usize, nameEnd: usize): bool {
  const place = scope.places + name * bytesOfPlace;
  const first: usize = load<u32>(place);
  const last: usize = load<u32>(place, 4);
  return last - first === nameEnd - start && memory.compare(first, start, nameEnd - start) === 0;
}

/** The address of the free slot for a name; 0 where the name has one already, or none is near. */
function freeSlot(scope: Scope, start: usize, nameEnd: usize): usize {
  let hash: u32 = 0x811c9dc5;
  for (let at = start; at < nameEnd; at += 1) hash = (hash ^ load<u8>(at)) * 0x01000193;
  const mask = scope.slotCount - 1;
  let index = (hash ^ (hash >>> 15)) & mask;
  for (let probes = 0; probes < mostProbes; probes += 1) {
    const slot = scope.slots + index * bytesOfSlot;
    const name = load<i32>(slot);
    if (name === 0) return slot;
    if (isSame(scope, name - 1, start, nameEnd)) return 0;
    index = (index + 1) & mask;
  }
  return 0;
}

/** Makes slots for four times as many names as there are; false where they fall too close together, or there is no more memory. */
function makeSlots(scope: Scope): bool {
  let slotCount = 64;
  while (slotCount < 8 * scope.count) slotCount *= 2;
  const slots = take(slotCount * bytesOfSlot);
  if (slots === 0) return false;
  scope.slotCount = slotCount;
  scope.slots = slots;
  memory.fill(scope.slots, 0, slotCount * bytesOfSlot);
  for (let name = 0; name < scope.count; name += 1) {
    const place = scope.places + name * bytesOfPlace;
    const slot = freeSlot(scope, load<u32>(place), load<u32>(place, 4));
    if (slot === 0) return false;
    store<i32>(slot, name + 1);
  }
  return true;
}

/** Makes room for twice as many names; false where there is no more memory. */
function makeRoom(scope: Scope): bool {
  const room = max(16, 2 * scope.room);
  const places = take(room * bytesOfPlace);
  if (places === 0) return false;
  memory.copy(places, scope.places, scope.count * bytesOfPlace);
  scope.places = places;
  scope.room = room;
  return true;
}

/** Fresh memory; 0 where there is no more. */
function take(size: usize): usize {
  const start = end;
  end += size;
  const lacking = (end as isize) - ((memory.size() as isize) << 16);
  if (lacking > 0 && memory.grow(((lacking + 0xffff) >>> 16) as i32) < 0) return 0;
  return start;
}
