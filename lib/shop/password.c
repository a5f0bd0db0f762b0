/* password: libsodium's argon2id behind a counting semaphore. */
#include "shop/password.h"

#include <pthread.h>
#include <sodium.h>
#include <string.h>

#include "base/arena.h"
#include "base/conf.h"
#include "base/err.h"

#define AT_ONCE 4

static struct {
	pthread_mutex_t	 mutex;
	pthread_cond_t	 free;
	int		 busy;
	char		 nobody[crypto_pwhash_STRBYTES];	/* what unknown users are verified against */
} room = { .mutex = PTHREAD_MUTEX_INITIALIZER, .free = PTHREAD_COND_INITIALIZER };

static void
enter(void)
{
	pthread_mutex_lock(&room.mutex);
	while (room.busy == AT_ONCE)
		pthread_cond_wait(&room.free, &room.mutex);
	room.busy++;
	pthread_mutex_unlock(&room.mutex);
}

static void
leave(void)
{
	pthread_mutex_lock(&room.mutex);
	room.busy--;
	pthread_cond_signal(&room.free);
	pthread_mutex_unlock(&room.mutex);
}

static int
hash(const struct conf *c, const char *password, char out[crypto_pwhash_STRBYTES])
{
	int r;

	enter();
	r = crypto_pwhash_str_alg(out, password, strlen(password), (unsigned long long)c->password_passes,
	    (size_t)c->password_memory_kib * 1024, crypto_pwhash_ALG_ARGON2ID13);
	leave();
	return r;
}

const struct err *
password_hash(const struct conf *c, struct arena *a, const char *password, const char **out)
{
	char text[crypto_pwhash_STRBYTES];

	if (hash(c, password, text) != 0)
		return err_new(a, ERR_UNAVAILABLE, "no memory to hash a password");
	if ((*out = arena_strdup(a, text)) == NULL)
		return err_static(ERR_INTERNAL_SERVER_ERROR);
	return NULL;
}

bool
password_verify(const struct conf *c, const char *stored, const char *password)
{
	char nobody[crypto_pwhash_STRBYTES];
	bool good;

	if (stored == NULL) {
		pthread_mutex_lock(&room.mutex);
		memcpy(nobody, room.nobody, sizeof(nobody));
		pthread_mutex_unlock(&room.mutex);
		if (nobody[0] == '\0') {	/* the first unknown user makes the hash all later ones meet */
			if (hash(c, "nobody's password", nobody) != 0)
				return false;
			pthread_mutex_lock(&room.mutex);
			memcpy(room.nobody, nobody, sizeof(nobody));
			pthread_mutex_unlock(&room.mutex);
		}
	}
	enter();
	good = crypto_pwhash_str_verify(stored == NULL ? nobody : stored, password, strlen(password)) == 0;
	leave();
	return good && stored != NULL;
}
