/*
 * problem_page: an error as a person at a browser sees it.
 *
 * What went wrong, what to correct (each linked to its field), and the form
 * again with what was typed.  Works without scripts; screen readers are told (WCAG 2.2, 3.3.1 and 3.3.3).
 */
#ifndef PAGE_PROBLEM_PAGE_H
#define PAGE_PROBLEM_PAGE_H

struct buf;
struct err;
struct request;

/* A whole page. */
void problem_page(struct buf *, const struct request *, const struct err *);
/* What stands inside its <main>: for a program that has its own frame around pages. */
void problem_page_main(struct buf *, const struct request *, const struct err *);

#endif
