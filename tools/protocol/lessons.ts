/** Tells when to learn a new form: what most texts are like should be known, and what changes all the time should cost little. */
export interface Lessons {
  /** The form that is known served once more. */
  readonly hit: () => void;
  /** It did not; true when the form of this text should be learnt. */
  readonly missed: () => boolean;
}

/** So many texts without a form are waited for before one is learnt from; twice as many after each lesson that was of no use. */
const leastMisses = 8;
const mostMisses = 1024;

export function createLessons(): Lessons {
  let wanted = leastMisses;
  let misses = 0;
  return {
    hit: () => {
      misses = Math.max(0, misses - 1);
      wanted = leastMisses;
    },
    missed: () => {
      misses += 1;
      if (misses < wanted) return false;
      misses = 0;
      wanted = Math.min(2 * wanted, mostMisses);
      return true;
    },
  };
}
