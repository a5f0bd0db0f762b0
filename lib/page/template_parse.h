/*
 * template_parse: a template's text as a list of nodes.  For template.c alone.
 *
 * Nodes lie in one array in reading order; a section knows the index behind its
 * last node, so rendering is a walk without looking for ends.
 */
#ifndef PAGE_TEMPLATE_PARSE_H
#define PAGE_TEMPLATE_PARSE_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

enum node_kind {
	NODE_TEXT, NODE_VALUE, NODE_RAW, NODE_HELPER, NODE_PARTIAL,
	NODE_SECTION, NODE_INVERTED, NODE_IS, NODE_IS_NOT, NODE_ANY, NODE_EACH
};

enum template_helper {
	HELPER_WON, HELPER_CHANGE, HELPER_DATE, HELPER_TIME, HELPER_URL, HELPER_PICK, HELPER_T, HELPER_LABEL,
	HELPER__MAX
};

#define TEMPLATE_SEGMENTS 8
#define TEMPLATE_DEPTH 32

/* What a tag is about: a path (n = 0: "."), or a word that is meant as it stands. */
struct node_arg {
	const char	*literal;		/* NULL = a path */
	bool		 here;			/* not looked up in the sections around */
	const char	*segment[TEMPLATE_SEGMENTS];
	size_t		 n;
};

struct node {
	enum node_kind		 kind;
	enum template_helper	 helper;
	int			 line;
	const char		*text;		/* TEXT: the text; PARTIAL: the name */
	size_t			 len;		/* TEXT: bytes */
	size_t			 end;		/* sections: the node behind the last inner one */
	struct node_arg		 arg[2];
	size_t			 nargs;
};

struct template {
	const char	*name;
	struct node	*nodes;
	size_t		 n;
};

/* Parses into the arena; *out is set on success only.  -1 with "name.html:LINE: …" in why. */
int template_parse(struct arena *, const char *name, const char *text, size_t n, struct template *out,
    char *why, size_t whylen);

#endif
