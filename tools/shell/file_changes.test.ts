import { describe, expect, test } from "vitest";
import { interpretScript } from "./analyse.ts";
import { renderScript } from "./rendering.ts";

describe("a file that the script wrote", () => {
  test.each([
    "mv s.sh bin/; bash bin/s.sh", "mkdir bin; cp s.sh bin; bash bin/s.sh", "cp -t bin s.sh; bash bin/s.sh", "cp --target-directory=bin a s.sh; bash bin/s.sh", "cp s.sh a bin; bash bin/s.sh", "cp s.sh bin/..; bash bin/../s.sh",
    "install -m 755 s.sh bin/s; bin/s", "sudo install -Dm755 s.sh /usr/bin/s; /usr/bin/s", "ln -s ../s.sh bin/s.sh; ln -s \"$PWD/s.sh\" bin/t; bin/t", "cd bin; ln -s ../s.sh; ./s.sh", "dd of=t.sh < s.sh; bash t.sh", "dd if=s.sh of=t.sh bs=1; bash t.sh",
    "cat s.sh | dd of=t.sh; bash t.sh", "chmod +x s.sh; shellcheck s.sh; grep x s.sh; sed 's/x/y/' s.sh; [ -s s.sh ]; ./s.sh", "sed -i 's/x/y/' *.txt other/*; bash s.sh", "sed -i 's/x/y/' \"../$X\"; bash s.sh", "make \"$X\"; bash s.sh", "cp a s.sh/; bash s.sh",
  ])("is followed: %s", (rest) => {
    const script = `echo 'ls here' > s.sh; ${rest}`;
    expect(renderScript(script).map((line) => line.replace(/^(?:<[^>]*> )*| @.*$/g, ""))).toContain("ls here");
    expect(interpretScript(script).dynamic).toEqual([]);
  });

  test.each([
    "sed -i 's/x/y/' s.sh", "sed --in-place 's/x/y/' ./s.sh", "perl -pi -e 's/x/y/' s.sh", "sort -o s.sh x", "tool --out=s.sh", "sed -i 's/x/y/' *.sh", "sed -i 's/x/y/' [a-z].*", "find . -name '*.sh' -exec sed -i 's/x/y/' {} +", "ls | xargs sed -i 's/x/y/'",
    "cp other.sh s.sh", "make | tee s.sh", "dd if=other of=s.sh", "{ echo ls >&3; } 3> s.sh", "{ echo ls >&2; } 2>> s.sh", "exec 3> s.sh; echo ls >&3", "exec >> s.sh; echo ls",
  ])("is not known any more: %s", (change) => {
    expect(interpretScript(`echo 'ls here' > s.sh; ${change}; bash s.sh`).dynamic).toMatchObject([{ reason: expect.stringMatching(/^The text that `bash` runs is not known/) as string }]);
  });

  test("is no longer run as it was", () => {
    expect(renderScript("echo 'ls here' > s.sh; sed -i 's/here//' s.sh; bash s.sh")).not.toContain("<bash> ls here");
  });
});

test.each([
  "cat > s.sh <<'E'\nls here\nE\nmv s.sh sub/; bash sub/s.sh", "dd of=s.sh <<E\nls here\nE\nbash s.sh",
  "install -m 755 /dev/stdin s.sh <<E\nls here\nE\nbash s.sh", "cp /dev/stdin s.sh <<< 'ls here'; bash s.sh", "cp <(echo ls here) s.sh; bash s.sh", "echo ls here &> s.sh; bash s.sh", "{ echo ls here >&2; } > s.sh 2>&1; bash s.sh",
])("%j runs what was written", (script) => {
  expect(renderScript(script)).toContain("<bash> ls here");
});
