/*
 * secrecy: for programs that see cards.
 *
 * After secrecy_begin() the process leaves no core, no process of its own user may look into its memory, and what
 * is freed is overwritten, except by small allocations that malloc keeps at hand: who frees
 * a secret overwrites it.
 */
#ifndef BASE_SECRECY_H
#define BASE_SECRECY_H

/* At the start, before the first secret. */
void secrecy_begin(void);

#endif
