// Assertions on answers.
import assert from 'node:assert/strict';

/** A problem of this status and code; answers its body. */
export function assertProblem(answer, status, code) {
  assert.equal(`${answer.status} ${answer.body?.code}`, `${status} ${code}`, answer.text);
  return answer.body;
}

/** A 400 with exactly these faults: {'/quantity': 'too_large', …}. */
export function assertFaults(answer, faults) {
  const problem = assertProblem(answer, 400, 'INVALID_REQUEST');
  assert.deepEqual(Object.fromEntries((problem.errors ?? []).map((e) => [e.pointer, e.reason])), faults);
  assert.equal(problem.errors.length, Object.keys(faults).length, 'a pointer is told twice');
  return problem;
}

export function assertStatus(answer, status) {
  assert.equal(answer.status, status, answer.text);
  return answer.body;
}

/** Asks again until it holds, soon and then ever less often, for what is told a moment late; at most so long. */
export async function eventually(check, milliseconds = 4000) {
  const until = Date.now() + milliseconds;
  for (let pause = 10; ; await new Promise((resolve) => setTimeout(resolve, pause))) {
    pause = Math.min(2 * pause, 100);
    try {
      return await check();
    } catch (error) {
      if (Date.now() > until) throw error;
    }
  }
}
