// node age.mjs seal age1... [age1...]      standard input to an age file on standard output
// node age.mjs open AGE-SECRET-KEY-1...    an age file to its plaintext
import { Decrypter, Encrypter } from "age-encryption";

const [direction, ...keys] = process.argv.slice(2);
const pieces = [];
for await (const piece of process.stdin) pieces.push(piece);
const input = new Uint8Array(Buffer.concat(pieces));

let output;
if (direction === "seal") {
  const encrypter = new Encrypter();
  for (const key of keys) encrypter.addRecipient(key);
  output = await encrypter.encrypt(input);
} else {
  const decrypter = new Decrypter();
  for (const key of keys) decrypter.addIdentity(key);
  output = await decrypter.decrypt(input, "uint8array");
}
process.stdout.write(output);
