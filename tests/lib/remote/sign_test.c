/*
 * sign_test: vectors of RFC 4231 and of Standard Webhooks; every byte of a
 * signed message altered; keys being replaced; times at the edge.
 */
#include "support/suite.h"

#include <stdio.h>
#include <string.h>

#include "remote/sign.h"

#define SECRET "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
#define OTHER "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX"
#define ID "msg_p5jXN8AQM9LWM0D4loKWxJek"
#define AT 1614265330
#define AT_TEXT "1614265330"
#define BODY "{\"test\": 2432232314}"
#define SIGNATURE "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="

static struct sign_key
key_of(const char *secret)
{
	struct sign_key key;

	ck_assert(sign_key_parse(secret, &key));
	return key;
}

/* RFC 4231, test cases 1, 2, 6 and 7. */
static const struct { int fill, n; const char *key, *data, *mac; } vectors[] = {
	{ 0x0b, 20, NULL, "Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7" },
	{ 0, 4, "Jefe", "what do ya want for nothing?", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843" },
	{ 0xaa, 131, NULL, "Test Using Larger Than Block-Size Key - Hash Key First",
	  "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54" },
	{ 0xaa, 131, NULL, "This is a test using a larger than block-size key and a larger than block-size data. The key needs to "
	  "be hashed before being used by the HMAC algorithm.", "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2" },
};

START_TEST(macs_are_those_of_the_rfc)
{
	unsigned char key[131], mac[SIGN_MAC];
	char hex[2 * SIGN_MAC + 1];
	const char *data = vectors[_i].data;

	memset(key, vectors[_i].fill, sizeof(key));
	/* In two parts, as in one. */
	const struct sign_part parts[] = { { data, 3 }, { data + 3, strlen(data) - 3 } };
	sign_mac(vectors[_i].key != NULL ? (const void *)vectors[_i].key : key, (size_t)vectors[_i].n, parts, 2, mac);
	for (int i = 0; i < SIGN_MAC; i++)
		(void)snprintf(hex + 2 * i, 3, "%02x", mac[i]);
	ck_assert_str_eq(hex, vectors[_i].mac);
}
END_TEST

START_TEST(a_message_is_signed_as_the_standard_says)
{
	struct sign_key key = key_of(SECRET);
	char out[SIGN_TEXT];

	ck_assert(sign_webhook(&key, ID, AT, BODY, strlen(BODY), out));
	ck_assert_str_eq(out, SIGNATURE);
	/* An empty body is one, too. */
	struct sign_headers h = { ID, AT_TEXT, out };
	ck_assert(sign_webhook(&key, ID, AT, NULL, 0, out));
	ck_assert_int_eq(sign_verify(&key, 1, &h, NULL, 0, AT, 300), SIGN_GOOD);
	ck_assert_int_eq(sign_verify(&key, 1, &h, " ", 1, AT, 300), SIGN_WRONG);
}
END_TEST

static const char *const bad_ids[] = { "", ".", "msg.1", "a." };

START_TEST(ids_that_could_be_read_otherwise_are_not_signed)
{
	struct sign_key key = key_of(SECRET);
	struct sign_headers h = { bad_ids[_i], AT_TEXT, SIGNATURE };
	char out[SIGN_TEXT] = "as it was";

	ck_assert(!sign_webhook(&key, bad_ids[_i], AT, BODY, strlen(BODY), out));
	ck_assert(!sign_webhook(&key, ID, -1, BODY, strlen(BODY), out));
	ck_assert_str_eq(out, "as it was");
	ck_assert_int_eq(sign_verify(&key, 1, &h, BODY, strlen(BODY), AT, 300), SIGN_MALFORMED);
}
END_TEST

static const struct { const char *id, *at, *signature; int64_t now; enum sign_verdict is; } messages[] = {
	{ ID, AT_TEXT, SIGNATURE, AT, SIGN_GOOD },
	{ ID, AT_TEXT, SIGNATURE, AT + 300, SIGN_GOOD }, { ID, AT_TEXT, SIGNATURE, AT + 301, SIGN_TOO_OLD },
	{ ID, AT_TEXT, SIGNATURE, AT - 300, SIGN_GOOD }, { ID, AT_TEXT, SIGNATURE, AT - 301, SIGN_TOO_NEW },
	{ NULL, AT_TEXT, SIGNATURE, AT, SIGN_MISSING }, { ID, NULL, SIGNATURE, AT, SIGN_MISSING }, { ID, AT_TEXT, NULL, AT, SIGN_MISSING },
	{ ID, "", SIGNATURE, AT, SIGN_MALFORMED }, { ID, "now", SIGNATURE, AT, SIGN_MALFORMED },
	{ ID, "+1614265330", SIGNATURE, AT, SIGN_MALFORMED }, { ID, " 1614265330", SIGNATURE, AT, SIGN_MALFORMED },
	{ ID, "1614265330 ", SIGNATURE, AT, SIGN_MALFORMED }, { ID, "-1614265330", SIGNATURE, AT, SIGN_MALFORMED },
	{ ID, "9999999999999999", SIGNATURE, AT, SIGN_MALFORMED }, { ID, "999999999999", SIGNATURE, AT, SIGN_TOO_NEW },
	{ ID, "0", SIGNATURE, AT, SIGN_TOO_OLD }, { ID, "01614265330", SIGNATURE, AT, SIGN_WRONG },
	{ ID, AT_TEXT, "", AT, SIGN_WRONG }, { ID, AT_TEXT, "v1,", AT, SIGN_WRONG }, { ID, AT_TEXT, "v1", AT, SIGN_WRONG },
	{ ID, AT_TEXT, "v1,AAAA", AT, SIGN_WRONG }, { ID, AT_TEXT, "v1,!!!!", AT, SIGN_WRONG },
	{ ID, AT_TEXT, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE", AT, SIGN_WRONG },
	{ ID, AT_TEXT, SIGNATURE "A", AT, SIGN_WRONG }, { ID, AT_TEXT, SIGNATURE "," SIGNATURE, AT, SIGN_WRONG },
	{ ID, AT_TEXT, "v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", AT, SIGN_WRONG },
	{ ID, AT_TEXT, "v1a,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", AT, SIGN_WRONG },
	{ ID, AT_TEXT, "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", AT, SIGN_WRONG },
	{ ID, AT_TEXT, "v1,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= " SIGNATURE, AT, SIGN_GOOD },
	{ ID, AT_TEXT, "  v9,what " SIGNATURE "  v1,AAAA ", AT, SIGN_GOOD },
	{ "msg_other", AT_TEXT, SIGNATURE, AT, SIGN_WRONG }, { ID, "1614265331", SIGNATURE, AT, SIGN_WRONG },
};

START_TEST(messages_are_verified)
{
	struct sign_key key = key_of(SECRET);
	struct sign_headers h = { messages[_i].id, messages[_i].at, messages[_i].signature };

	ck_assert_int_eq(sign_verify(&key, 1, &h, BODY, strlen(BODY), messages[_i].now, SIGN_TOLERANCE), messages[_i].is);
}
END_TEST

START_TEST(every_altered_byte_is_noticed)
{
	struct sign_key key = key_of(SECRET);
	struct sign_headers h = { ID, AT_TEXT, SIGNATURE };
	char body[] = BODY, signature[] = SIGNATURE;

	for (size_t i = 0; i < strlen(BODY); i++) {
		body[i] ^= 1;
		ck_assert_int_eq(sign_verify(&key, 1, &h, body, strlen(BODY), AT, 300), SIGN_WRONG);
		body[i] ^= 1;
	}
	h.signature = signature;
	for (size_t i = 0; i < strlen(SIGNATURE) - 1; i++) {
		signature[i] = signature[i] == 'B' ? 'C' : 'B';
		ck_assert_int_eq(sign_verify(&key, 1, &h, BODY, strlen(BODY), AT, 300), SIGN_WRONG);
		signature[i] = SIGNATURE[i];
	}
	ck_assert_int_eq(sign_verify(&key, 1, &h, BODY, strlen(BODY) - 1, AT, 300), SIGN_WRONG);
}
END_TEST

START_TEST(any_of_the_keys_will_do)
{
	struct sign_key keys[] = { key_of(OTHER), key_of(SECRET) };
	struct sign_headers h = { ID, AT_TEXT, SIGNATURE };

	ck_assert_int_eq(sign_verify(keys, 2, &h, BODY, strlen(BODY), AT, 300), SIGN_GOOD);
	ck_assert_int_eq(sign_verify(keys, 1, &h, BODY, strlen(BODY), AT, 300), SIGN_WRONG);
	ck_assert_int_eq(sign_verify(keys, 0, &h, BODY, strlen(BODY), AT, 300), SIGN_WRONG);
	sign_key_wipe(&keys[1]);
	ck_assert_uint_eq(keys[1].n, 0);
	ck_assert_uint_eq(keys[1].b[0], 0);
}
END_TEST

static const struct { const char *text; bool good; size_t n; } secrets[] = {
	{ SECRET, true, 24 }, { "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", true, 24 }, { "whsec_AAAAAAAAAAAAAAAAAAAAAA==", true, 16 },
	{ "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==", true, 64 },
	{ "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", false, 0 },
	{ "whsec_AAAAAAAAAAAAAAAAAAAA", false, 0 }, { "whsec_", false, 0 }, { "", false, 0 }, { NULL, false, 0 },
	{ "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS", false, 0 }, { "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw ", false, 0 },
	{ "whsec_MfKQ9r8GKYqrTwjUPD8ILP Io2LaLaSw", false, 0 }, { "whsec_MfKQ9r8GKYqrTwjUPD8ILPZI-2LaLaSw", false, 0 },
};

START_TEST(secrets_are_parsed)
{
	struct sign_key key = { .n = 99 };

	ck_assert(sign_key_parse(secrets[_i].text, &key) == secrets[_i].good);
	ck_assert_uint_eq(key.n, secrets[_i].good ? secrets[_i].n : 99);
}
END_TEST

Suite *
sign_suite(void)
{
	Suite *s = suite_create("sign");
	TCase *t = tcase_create("sign");

	tcase_add_loop_test(t, macs_are_those_of_the_rfc, 0, ROWS(vectors));
	tcase_add_test(t, a_message_is_signed_as_the_standard_says);
	tcase_add_loop_test(t, ids_that_could_be_read_otherwise_are_not_signed, 0, ROWS(bad_ids));
	tcase_add_loop_test(t, messages_are_verified, 0, ROWS(messages));
	tcase_add_test(t, every_altered_byte_is_noticed);
	tcase_add_test(t, any_of_the_keys_will_do);
	tcase_add_loop_test(t, secrets_are_parsed, 0, ROWS(secrets));
	suite_add_tcase(s, t);
	return s;
}
