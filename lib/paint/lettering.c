/* lettering: pango's outlines, bent around the cake. */
#include "paint/lettering.h"

#include <math.h>
#include <pango/pangocairo.h>

#include "paint/brush.h"
#include "paint/scene.h"

#define FONT "Nanum Pen Script, Nanum Brush Script, Noto Sans CJK KR, sans-serif"
#define PIXELS 100.0	/* the size text is laid out in; its outline is scaled afterwards */

/* The outline of a text around the origin, in lines of at most that width, and its extent. */
static cairo_path_t *
outline(const char *text, double wrap, double *w, double *h)
{
	cairo_surface_t *none = cairo_recording_surface_create(CAIRO_CONTENT_ALPHA, NULL);
	cairo_t *cr = cairo_create(none);
	PangoLayout *layout = pango_cairo_create_layout(cr);
	PangoFontDescription *font = pango_font_description_from_string(FONT);
	cairo_path_t *path;
	PangoRectangle ink;

	pango_font_description_set_absolute_size(font, PIXELS * PANGO_SCALE);
	pango_layout_set_font_description(layout, font);
	pango_layout_set_alignment(layout, PANGO_ALIGN_CENTER);
	pango_layout_set_line_spacing(layout, 0.86F);
	if (wrap > 0) {
		pango_layout_set_width(layout, (int)(wrap * PANGO_SCALE));
		pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
	}
	pango_layout_set_text(layout, text, -1);
	pango_layout_get_pixel_extents(layout, &ink, NULL);
	*w = ink.width;
	*h = ink.height;
	cairo_translate(cr, -ink.x - ink.width / 2.0, -ink.y - ink.height / 2.0);
	pango_cairo_layout_path(cr, layout);
	cairo_identity_matrix(cr);
	path = cairo_copy_path(cr);
	pango_font_description_free(font);
	g_object_unref(layout);
	cairo_destroy(cr);
	cairo_surface_destroy(none);
	return path;
}

/* The wrapping that lets the text be largest within a box; the scale. */
static cairo_path_t *
fitted(const char *text, double w, double h, double *scale)
{
	cairo_path_t *best = NULL;

	*scale = 0;
	for (int lines = 1; lines <= 4; lines++) {
		double tw, th, k, whole, unused;
		cairo_path_t *p;
		cairo_path_destroy(outline(text, 0, &whole, &unused));
		p = outline(text, lines == 1 ? 0 : whole / lines * 1.18 + PIXELS * 0.4, &tw, &th);
		k = fmin(w / fmax(tw, 1), h / fmax(th, 1));
		if (k > *scale * 1.04) {
			if (best != NULL)
				cairo_path_destroy(best);
			best = p;
			*scale = k;
		} else
			cairo_path_destroy(p);
	}
	return best;
}

static void
pipe_path(cairo_t *cr, struct colour ink, double thick)
{
	cairo_path_t *p = cairo_copy_path(cr);

	cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
	/* Its shadow on the cream, the line itself, the light along its upper edge. */
	cairo_save(cr);
	cairo_translate(cr, thick * 0.5, thick * 0.75);
	cairo_new_path(cr);
	cairo_append_path(cr, p);
	cairo_restore(cr);
	brush_colour(cr, colour_rgb(0x2A1418), 0.30);
	cairo_set_line_width(cr, thick * 1.1);
	cairo_fill_preserve(cr);
	cairo_stroke(cr);
	cairo_new_path(cr);
	cairo_append_path(cr, p);
	brush_colour(cr, colour_darker(ink, 0.12), 1);
	cairo_set_line_width(cr, thick);
	cairo_fill_preserve(cr);
	cairo_stroke(cr);
	cairo_save(cr);
	cairo_translate(cr, -thick * 0.16, -thick * 0.22);
	cairo_new_path(cr);
	cairo_append_path(cr, p);
	cairo_restore(cr);
	brush_colour(cr, colour_lighter(ink, 0.34), 0.75);
	cairo_fill(cr);
	cairo_path_destroy(p);
}

void
lettering_tier(cairo_t *cr, const struct scene *s, int tier)
{
	const struct tier *t = &s->tier[tier];
	double scale, span = tier_span(t), top = s->drips ? 0.56 : 0.50, room = s->drips ? 0.42 : brief_has(s->brief, STYLE_RUFFLE) ? 0.40 : 0.52;
	cairo_path_t *p;

	if (tier != s->lettered || s->brief->message == NULL || (p = fitted(s->brief->message, span * 1.28, t->h * room, &scale)) == NULL)
		return;
	if (brief_has(s->brief, STYLE_RUFFLE))
		top = 0.66;
	scale = fmin(scale, t->h * 0.44 / PIXELS * 1.15);
	/* Each point of the outline is laid on the side of the tier. */
	for (int i = 0; i < p->num_data; i += p->data[i].header.length)
		for (int k = 1; k < p->data[i].header.length; k++) {
			double x, y, turn;
			tier_side(t, p->data[i + k].point.x * scale, top + p->data[i + k].point.y * scale / t->h, &x, &y, &turn);
			p->data[i + k].point.x = x;
			p->data[i + k].point.y = y;
		}
	cairo_new_path(cr);
	cairo_append_path(cr, p);
	cairo_path_destroy(p);
	pipe_path(cr, s->ink, fmax(1.5, scale * PIXELS * 0.05));
}

void
lettering_flat(cairo_t *cr, const char *text, double x, double y, double w, double h, struct colour ink, struct colour edge)
{
	double scale;
	cairo_path_t *p = fitted(text, w, h, &scale);

	if (p == NULL)
		return;
	cairo_save(cr);
	cairo_translate(cr, x, y);
	cairo_scale(cr, scale, scale);
	cairo_new_path(cr);
	cairo_append_path(cr, p);
	cairo_restore(cr);
	cairo_path_destroy(p);
	p = cairo_copy_path(cr);
	cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
	for (int i = 3; i > 0; i--) {
		cairo_new_path(cr);
		cairo_append_path(cr, p);
		brush_colour(cr, edge, 0.16);
		cairo_set_line_width(cr, scale * PIXELS * 0.06 * i);
		cairo_stroke(cr);
	}
	cairo_new_path(cr);
	cairo_append_path(cr, p);
	cairo_path_destroy(p);
	pipe_path(cr, ink, fmax(1.5, scale * PIXELS * 0.045));
}
