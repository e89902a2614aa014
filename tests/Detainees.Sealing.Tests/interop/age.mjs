// node age.mjs seal age1... [age1...]      standard input to an age file on standard output
// node age.mjs open AGE-SECRET-KEY-1...    an age file to its plaintext
// As streams, which is how a page would do it: no file is ever whole in memory.
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Decrypter, Encrypter } from "age-encryption";

const [direction, ...keys] = process.argv.slice(2);
const input = Readable.toWeb(process.stdin);

let output;
if (direction === "seal") {
  const encrypter = new Encrypter();
  for (const key of keys) encrypter.addRecipient(key);
  output = await encrypter.encrypt(input);
} else {
  const decrypter = new Decrypter();
  for (const key of keys) decrypter.addIdentity(key);
  output = await decrypter.decrypt(input);
}
await pipeline(Readable.fromWeb(output), process.stdout);
