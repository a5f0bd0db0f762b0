/* image_files: write, flush, rename, flush; and what lies about. */
#include "shop/image_files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/crash.h"
#include "base/err.h"

/* nginx reads the files and passes through the folders, and nobody lists them; the worker, of the same group, removes. */
#define FILE_MODE 0644
#define DIR_MODE 0771

static const char *const suffixes[IMAGE_SIZE__MAX] = {
	[IMAGE_FULL] = IMAGE_SUFFIX, [IMAGE_320] = "-320" IMAGE_SUFFIX, [IMAGE_800] = "-800" IMAGE_SUFFIX
};

/* Where a picture's files lie, finished and not. */
struct paths {
	const char *ab, *cd;		/* folders */
	const char *part[IMAGE_SIZE__MAX], *file[IMAGE_SIZE__MAX];
};

static bool
paths_make(struct arena *a, const char *dir, const char *id, struct paths *p)
{
	bool made = (p->ab = arena_printf(a, "%s/%.2s", dir, id)) != NULL &&
	    (p->cd = arena_printf(a, "%s/%.2s/%.2s", dir, id, id + 2)) != NULL;

	for (int i = 0; made && i < IMAGE_SIZE__MAX; i++)
		made = (p->part[i] = arena_printf(a, "%s/.%s%s", p->cd, id, suffixes[i])) != NULL &&
		    (p->file[i] = arena_printf(a, "%s/%s%s", p->cd, id, suffixes[i])) != NULL;
	return made;
}

static const struct err *
no_room(struct arena *a)
{
	return err_new(a, ERR_INTERNAL_SERVER_ERROR, "no room for paths");
}

/* The folder ab, or ab/cd, to read or remove what lies in it.  Links are not followed below dir: who writes there, cake.fcgi, has
 * an account of its own, and must not lead the worker elsewhere. */
static int
folder_open(const char *dir, const char *ab, const char *cd)
{
	const char *const names[] = { ab, cd };
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	for (int i = 0; fd != -1 && i < 2 && names[i] != NULL; i++) {
		char name[3] = { names[i][0], names[i][1], '\0' };
		int next = openat(fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC), why = errno;
		close(fd);
		errno = why;
		fd = next;
	}
	return fd;
}

/* The error of what was just tried. */
static const struct err *
failed(struct arena *a, const char *doing, const char *path)
{
	bool full = errno == ENOSPC || errno == EDQUOT || errno == EFBIG;

	return err_new(a, full ? ERR_STORAGE_FULL : ERR_INTERNAL_SERVER_ERROR, "%s %s: %s", doing, path, strerror(errno));
}

static int
flush_folder(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC), status;

	if (fd == -1)
		return -1;
	status = fsync(fd);
	close(fd);
	return status;
}

/* A folder that is new is named in its parent for good before anything lies in it. */
static const struct err *
make_folder(struct arena *a, const char *parent, const char *path)
{
	struct stat st;

	if (mkdir(path, DIR_MODE) == 0) {
		/* The group comes from above, by a bit that some systems let nobody set again. */
		if (stat(path, &st) != 0 || ((st.st_mode & 0777) != DIR_MODE && chmod(path, DIR_MODE | (st.st_mode & S_ISGID)) != 0) ||
		    flush_folder(parent) != 0)
			return failed(a, "making", path);
	} else if (errno != EEXIST) {
		return failed(a, "making", path);
	}
	return NULL;
}

static int
write_all(int fd, const char *p, size_t n)
{
	while (n > 0) {
		ssize_t did = write(fd, p, n);
		if (did == -1 && errno == EINTR)
			continue;
		if (did == -1)
			return -1;
		p += did;
		n -= (size_t)did;
	}
	return 0;
}

/* Whole and on the disk, or an error. */
static const struct err *
write_file(struct arena *a, const char *path, const void *bytes, size_t n)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	const struct err *e = NULL;

	if (fd == -1)
		return failed(a, "creating", path);
	if (write_all(fd, bytes, n) != 0 || fchmod(fd, FILE_MODE) != 0 || fsync(fd) != 0)
		e = failed(a, "writing", path);
	if (close(fd) != 0 && e == NULL)
		e = failed(a, "closing", path);
	return e;
}

static const struct err *
put(struct arena *a, const char *dir, const struct paths *p, const struct image_files *files)
{
	const struct err *e;

	if ((e = make_folder(a, dir, p->ab)) != NULL || (e = make_folder(a, p->ab, p->cd)) != NULL)
		return e;
	for (int i = 0; i < IMAGE_SIZE__MAX; i++)
		if ((e = write_file(a, p->part[i], files->size[i].p, files->size[i].len)) != NULL)
			return e;
	crash_at(CRASH_IMAGE_WRITTEN);
	/* The full size last: who sees that sees the others. */
	for (int i = IMAGE_SIZE__MAX - 1; i >= 0; i--)
		if (rename(p->part[i], p->file[i]) != 0)
			return failed(a, "naming", p->file[i]);
	return flush_folder(p->cd) != 0 ? failed(a, "flushing", p->cd) : NULL;
}

static void
remove_all(const char *dir, const char *id, const struct paths *p)
{
	int fd = folder_open(dir, id, id + 2);

	for (int i = 0; fd != -1 && i < IMAGE_SIZE__MAX; i++) {
		(void)unlinkat(fd, strrchr(p->file[i], '/') + 1, 0);
		(void)unlinkat(fd, strrchr(p->part[i], '/') + 1, 0);
	}
	if (fd != -1)
		close(fd);
}

const struct err *
image_files_put(struct arena *a, const char *dir, const char *id, const struct image_files *files)
{
	struct paths p;
	const struct err *e;

	if (!paths_make(a, dir, id, &p))
		return no_room(a);
	if ((e = put(a, dir, &p, files)) != NULL)
		remove_all(dir, id, &p);
	return e;
}

void
image_files_remove(struct arena *a, const char *dir, const char *id)
{
	struct paths p;

	if (paths_make(a, dir, id, &p))
		remove_all(dir, id, &p);
}

const struct err *
image_files_get(struct arena *a, const char *dir, const char *id, const void **bytes, size_t *n)
{
	struct paths p;
	struct stat st;
	char *text = NULL;
	size_t have = 0;
	ssize_t got = 1;
	int folder, fd, why;

	if (!paths_make(a, dir, id, &p))
		return no_room(a);
	*bytes = NULL;
	if ((folder = folder_open(dir, id, id + 2)) == -1)
		return errno == ENOENT ? NULL : failed(a, "opening", p.cd);
	fd = openat(folder, strrchr(p.file[IMAGE_FULL], '/') + 1, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	why = errno;
	close(folder);
	if (fd == -1) {
		errno = why;
		return errno == ENOENT ? NULL : failed(a, "opening", p.file[IMAGE_FULL]);
	}
	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) || (text = arena_alloc(a, (size_t)st.st_size + 1)) == NULL) {
		close(fd);
		return err_new(a, ERR_INTERNAL_SERVER_ERROR, "no room for %s", p.file[IMAGE_FULL]);
	}
	while (have < (size_t)st.st_size && (got = read(fd, text + have, (size_t)st.st_size - have)) > 0)
		have += (size_t)got;
	close(fd);
	if (have < (size_t)st.st_size)
		return failed(a, "reading", p.file[IMAGE_FULL]);
	*bytes = text;
	*n = have;
	return NULL;
}

/* --- what lies about --------------------------------------------------------- */

struct finds { struct arena *arena; struct image_found *v; size_t n, room; bool full; };

static void
found_add(struct finds *f, struct image_found one)
{
	if (f->n == f->room) {
		size_t room = f->room == 0 ? 256 : 2 * f->room;
		struct image_found *more = ARENA_ARRAY(f->arena, struct image_found, room);
		if (more == NULL) {
			f->full = true;
			return;
		}
		if (f->n > 0)
			memcpy(more, f->v, f->n * sizeof(*more));
		f->v = more;
		f->room = room;
	}
	f->v[f->n++] = one;
}

/* <32 hex>.webp, -320.webp or -800.webp in the folder of its first digits. */
static bool
is_picture(const char *name, const char *abcd, struct image_found *one)
{
	const char *rest;

	if (strnlen(name, IMAGE_ID_TEXT) < IMAGE_ID_TEXT)
		return false;
	rest = name + IMAGE_ID_TEXT - 1;
	memcpy(one->id, name, IMAGE_ID_TEXT - 1);
	one->id[IMAGE_ID_TEXT - 1] = '\0';
	if (image_id_valid(one->id) && strncmp(one->id, abcd, 4) == 0)
		for (int i = 0; i < IMAGE_SIZE__MAX; i++)
			if (strcmp(rest, suffixes[i]) == 0) {
				one->sizes = 1u << i;
				return true;
			}
	one->id[0] = '\0';
	return false;
}

static bool
is_hex(const char *name)
{
	return strspn(name, "0123456789abcdef") == 2 && name[2] == '\0';
}

/* The files of ab/cd. */
static void
look_into(struct finds *f, const char *dir, const char *ab, const char *cd)
{
	const char *abcd = arena_printf(f->arena, "%s%s", ab, cd);
	const struct dirent *entry;
	int fd = abcd == NULL ? -1 : folder_open(dir, ab, cd);
	DIR *d = fd == -1 ? NULL : fdopendir(fd);

	if (d == NULL && fd != -1)
		close(fd);
	while (d != NULL && !f->full && (entry = readdir(d)) != NULL) {
		struct image_found one = { .sizes = 0 };
		struct stat st;
		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0 ||
		    fstatat(dirfd(d), entry->d_name, &st, AT_SYMLINK_NOFOLLOW) != 0)
			continue;	/* or gone by now */
		if (!is_picture(entry->d_name, abcd, &one) &&
		    (one.name = arena_printf(f->arena, "%s/%s/%s", ab, cd, entry->d_name)) == NULL)
			f->full = true;
		one.changed_at = (int64_t)st.st_mtim.tv_sec * 1000 + st.st_mtim.tv_nsec / 1000000;
		found_add(f, one);
	}
	if (d != NULL)
		closedir(d);
}

static int
by_id(const void *x, const void *y)
{
	return strcmp(((const struct image_found *)x)->id, ((const struct image_found *)y)->id);
}

/* The files of one picture become one. */
static void
join_sizes(struct finds *f)
{
	size_t n = 0;

	if (f->n > 0)
		qsort(f->v, f->n, sizeof(*f->v), by_id);
	for (size_t i = 0; i < f->n; i++) {
		struct image_found *last = n == 0 ? NULL : &f->v[n - 1];
		if (last == NULL || f->v[i].id[0] == '\0' || strcmp(last->id, f->v[i].id) != 0) {
			f->v[n++] = f->v[i];
			continue;
		}
		last->sizes |= f->v[i].sizes;
		if (f->v[i].changed_at > last->changed_at)
			last->changed_at = f->v[i].changed_at;
	}
	f->n = n;
}

const struct err *
image_files_in(struct arena *a, const char *dir, const char *ab, struct image_found **v, size_t *n)
{
	struct finds f = { .arena = a };
	const char *folder = arena_printf(a, "%s/%s", dir, ab);
	const struct dirent *entry;
	const struct err *e;
	DIR *d = NULL;
	int fd;

	if (folder == NULL)
		return no_room(a);
	if (((fd = folder_open(dir, ab, NULL)) == -1 && errno != ENOENT) || (fd != -1 && (d = fdopendir(fd)) == NULL)) {
		e = failed(a, "opening", folder);
		if (fd != -1)
			close(fd);
		return e;
	}
	while (d != NULL && (entry = readdir(d)) != NULL)
		if (is_hex(entry->d_name))
			look_into(&f, dir, ab, entry->d_name);
	if (d != NULL)
		closedir(d);
	if (f.full)
		return err_new(a, ERR_INTERNAL_SERVER_ERROR, "no room to count the files of %s", folder);
	join_sizes(&f);
	*v = f.v;
	*n = f.n;
	return NULL;
}

void
image_files_remove_leaving(const char *dir, const char *name)
{
	int fd = folder_open(dir, name, name + 3);

	if (fd == -1)
		return;
	(void)unlinkat(fd, name + 6, 0);
	close(fd);
}
