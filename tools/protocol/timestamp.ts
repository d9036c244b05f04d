/**
 * Whether `text` is an RFC 3339 date and time (section 5.6), leap seconds included. Written by hand since it is asked for every message; it says
 * the same as the pattern and the format of the envelope's schema.
 */
export function isTimestamp(text: string): boolean {
  if (text.length < 20) return false;
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  const hour = twoDigits(text, 11);
  const minute = twoDigits(text, 14);
  const second = twoDigits(text, 17);
  // A value that is no number fails every comparison.
  if (!(year >= 0 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month) && hour <= 23 && minute <= 59 && second <= 60)) return false;
  const separator = text.charCodeAt(10) | lowerCase;
  if (text.charCodeAt(4) !== hyphen || text.charCodeAt(7) !== hyphen || separator !== letterT) return false;
  if (text.charCodeAt(13) !== colon || text.charCodeAt(16) !== colon) return false;
  const zone = afterFraction(text, 19);
  if (zone === -1) return false;
  const offset = zoneOffset(text, zone);
  if (offset === undefined) return false;
  return second < 60 || isEndOfDay(hour * 60 + minute - offset);
}

const lowerCase = 0x20;
const hyphen = 0x2d;
const plus = 0x2b;
const full = 0x2e;
const colon = 0x3a;
const letterT = 0x74;
const letterZ = 0x7a;

/** The number that two digits write, or NaN. */
function twoDigits(text: string, position: number): number {
  const tens = text.charCodeAt(position) - 48;
  const ones = text.charCodeAt(position + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : NaN;
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** The position after a fraction of a second, `position` where there is none, -1 where it has no digits. */
function afterFraction(text: string, position: number): number {
  if (text.charCodeAt(position) !== full) return position;
  let end = position + 1;
  for (let code = text.charCodeAt(end); code >= 48 && code <= 57; code = text.charCodeAt(end)) end += 1;
  return end === position + 1 ? -1 : end;
}

/** The offset from UTC in minutes that the rest of the text writes. */
function zoneOffset(text: string, position: number): number | undefined {
  const sign = text.charCodeAt(position);
  if (sign === letterZ || sign === (letterZ ^ lowerCase)) return text.length === position + 1 ? 0 : undefined;
  if ((sign !== plus && sign !== hyphen) || text.length !== position + 6 || text.charCodeAt(position + 3) !== colon) return undefined;
  const hours = twoDigits(text, position + 1);
  const minutes = twoDigits(text, position + 4);
  if (!(hours <= 23 && minutes <= 59)) return undefined;
  return sign === hyphen ? -(hours * 60 + minutes) : hours * 60 + minutes;
}

/** A leap second is the last of a day in UTC. */
function isEndOfDay(minutes: number): boolean {
  return (minutes + 1440) % 1440 === 1439;
}
