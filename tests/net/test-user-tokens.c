/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "fake-transport.h"
#include "net-test.h"
#include "psr-explain.h"
#include "psr-inline-executor.h"
#include "psr-seeded-random.h"
#include "psr-service-error.h"
#include "psr-user-tokens.h"

#define TENANT "0a1b2c3d-0000-4000-8000-000000000001"

/* {"tid":"…","preferred_username":"an@contoso.example"} without padding. */
#define ID_TOKEN_OF_AN "e30.eyJ0aWQiOiIwYTFiMmMzZC0wMDAwLTQwMDAtODAwMC0wMDAwMDAwMDAwMDEiLCJwcmVmZXJyZWRfdXNlcm5hbWUiOiJhbkBjb250b3NvLmV4YW1wbGUifQ.c2ln"
/* The same of tenant …2. */
#define ID_TOKEN_OF_OTHER "e30.eyJ0aWQiOiIwYTFiMmMzZC0wMDAwLTQwMDAtODAwMC0wMDAwMDAwMDAwMDIifQ.c2ln"

/* Keeps one secret in memory, and can be broken. */
#define MEMORY_TYPE_STORE (memory_store_get_type ())
G_DECLARE_FINAL_TYPE (MemoryStore, memory_store, MEMORY, STORE, GObject)

struct _MemoryStore
{
  GObject   parent_instance;
  char     *value;
  gboolean  is_locked;
  gboolean  keeps_nothing;
  guint     n_stored;
};

static void memory_store_iface_init (PsrSecretStoreInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MemoryStore, memory_store, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (PSR_TYPE_SECRET_STORE, memory_store_iface_init))

static DexFuture *
memory_store_lookup (PsrSecretStore *store,
                     const char     *name)
{
  MemoryStore *self = MEMORY_STORE (store);

  if (self->is_locked)
    return dex_future_new_reject (PSR_SECRET_ERROR, PSR_SECRET_ERROR_LOCKED, "Locked");
  if (self->value == NULL)
    return dex_future_new_reject (PSR_SECRET_ERROR, PSR_SECRET_ERROR_NOT_FOUND, "None");

  return dex_future_new_take_boxed (PSR_TYPE_SECRET, psr_secret_new (self->value));
}

static DexFuture *
memory_store_store (PsrSecretStore *store,
                    const char     *name,
                    const char     *value)
{
  MemoryStore *self = MEMORY_STORE (store);

  g_assert_cmpstr (name, ==, PSR_SECRET_BC_REFRESH_TOKEN);
  if (self->keeps_nothing)
    return dex_future_new_reject (PSR_SECRET_ERROR, PSR_SECRET_ERROR_LOCKED, "Locked");

  g_set_str (&self->value, value);
  self->n_stored++;

  return dex_future_new_true ();
}

static DexFuture *
memory_store_clear (PsrSecretStore *store,
                    const char     *name)
{
  g_clear_pointer (&MEMORY_STORE (store)->value, g_free);

  return dex_future_new_true ();
}

static void
memory_store_iface_init (PsrSecretStoreInterface *iface)
{
  iface->lookup = memory_store_lookup;
  iface->store = memory_store_store;
  iface->clear = memory_store_clear;
}

static void
memory_store_finalize (GObject *object)
{
  g_free (MEMORY_STORE (object)->value);
  G_OBJECT_CLASS (memory_store_parent_class)->finalize (object);
}

static void
memory_store_class_init (MemoryStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = memory_store_finalize;
}

static void
memory_store_init (MemoryStore *self)
{
}

typedef struct
{
  PsrClock      *clock;
  FakeTransport *transport;
  MemoryStore   *store;
  PsrUserTokens *tokens;
  GCancellable  *stop;
  char          *url;
  char          *code;
} Fixture;

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  g_autoptr (PsrExecutor) executor = psr_inline_executor_new ();
  g_autoptr (PsrRandom) random = psr_seeded_random_new (1);

  self->clock = psr_virtual_clock_new (TEST_START);
  self->transport = fake_transport_new (self->clock);
  self->store = g_object_new (MEMORY_TYPE_STORE, NULL);
  self->stop = g_cancellable_new ();
  self->tokens = psr_user_tokens_new (PSR_TRANSPORT (self->transport), self->clock, random, executor, "https://login.example",
                                      TENANT, "client-1", PSR_BC_USER_SCOPE, PSR_SECRET_STORE (self->store),
                                      PSR_SECRET_BC_REFRESH_TOKEN);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  net_test_settle ();
  g_assert_finalize_object (self->tokens);
  g_assert_finalize_object (self->transport);
  g_clear_object (&self->store);
  g_clear_object (&self->clock);
  g_clear_object (&self->stop);
  g_clear_pointer (&self->url, g_free);
  g_clear_pointer (&self->code, g_free);
}

static void
grant (Fixture    *self,
       const char *access,
       const char *refresh,
       const char *id_token)
{
  g_autofree char *body = g_strdup_printf ("{\"token_type\":\"Bearer\",\"expires_in\":3600,\"access_token\":\"%s\"%s%s%s%s%s%s}", access,
                                           refresh != NULL ? ",\"refresh_token\":\"" : "", refresh != NULL ? refresh : "",
                                           refresh != NULL ? "\"" : "", id_token != NULL ? ",\"id_token\":\"" : "",
                                           id_token != NULL ? id_token : "", id_token != NULL ? "\"" : "");

  fake_transport_answer (self->transport, 200, body, "Content-Type", "application/json", NULL);
}

static void
refuse (Fixture    *self,
        const char *error)
{
  g_autofree char *body = g_strdup_printf ("{\"error\":\"%s\",\"error_description\":\"AADSTS50173: Not any more.\",\"error_codes\":[50173]}", error);

  fake_transport_answer (self->transport, 400, body, "Content-Type", "application/json", NULL);
}

static DexFuture *
authorize (Fixture    *self,
           const char *rejected)
{
  DexFuture *future = psr_token_source_authorize (PSR_TOKEN_SOURCE (self->tokens), rejected);

  net_test_drive (future, self->clock);

  return future;
}

static void
expect_header (Fixture    *self,
               const char *rejected,
               const char *header)
{
  g_autoptr (DexFuture) future = authorize (self, rejected);
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (g_value_get_string (value), ==, header);
}

static void
expect_mend (Fixture    *self,
             const char *rejected,
             const char *mend)
{
  g_autoptr (DexFuture) future = authorize (self, rejected);
  g_autoptr (GError) error = net_test_error (future);
  g_autoptr (PsrExplanation) explanation = psr_explain (error);

  g_assert_error (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_SIGN_IN);
  g_assert_nonnull (strstr (explanation->mend, mend));
}

static void
test_rotates (Fixture       *self,
              gconstpointer  data)
{
  expect_mend (self, NULL, "passerellectl connect");
  g_assert_cmpuint (fake_transport_n_sent (self->transport), ==, 0);

  self->store->value = g_strdup ("refresh-1");
  grant (self, "access-1", "refresh-2", ID_TOKEN_OF_AN);
  expect_header (self, NULL, "Bearer access-1");
  g_assert_cmpstr (self->store->value, ==, "refresh-2");
  g_assert_cmpstr (psr_token_source_get_person (PSR_TOKEN_SOURCE (self->tokens)), ==, "an@contoso.example");
  expect_header (self, NULL, "Bearer access-1");

  /* Five minutes before its end; one that gives no new refresh token keeps the old one. */
  psr_virtual_clock_advance (PSR_VIRTUAL_CLOCK (self->clock), 3301 * SECOND);
  grant (self, "access-2", NULL, NULL);
  expect_header (self, NULL, "Bearer access-2");
  g_assert_cmpstr (self->store->value, ==, "refresh-2");
  g_assert_cmpstr (psr_token_source_get_person (PSR_TOKEN_SOURCE (self->tokens)), ==, "an@contoso.example");

  /* Rejected: one more. */
  grant (self, "access-3", "refresh-3", NULL);
  expect_header (self, "Bearer access-2", "Bearer access-3");
  g_assert_cmpuint (fake_transport_n_sent (self->transport), ==, 3);
}

/* A token is of no use when what comes after it could not be kept. */
static void
test_stored_before_use (Fixture       *self,
                        gconstpointer  data)
{
  g_autoptr (DexFuture) future = NULL;
  g_autoptr (GError) error = NULL;

  self->store->value = g_strdup ("refresh-1");
  grant (self, "access-1", "refresh-2", NULL);
  future = psr_token_source_authorize (PSR_TOKEN_SOURCE (self->tokens), NULL);
  self->store->keeps_nothing = TRUE;
  net_test_drive (future, self->clock);
  error = net_test_error (future);
  g_assert_error (error, PSR_SECRET_ERROR, PSR_SECRET_ERROR_LOCKED);

  g_assert_cmpstr (self->store->value, ==, "refresh-1");
  self->store->keeps_nothing = FALSE;
  grant (self, "access-2", "refresh-3", NULL);
  expect_header (self, NULL, "Bearer access-2");
  g_assert_cmpstr (self->store->value, ==, "refresh-3");
}

static void
test_asks_for_the_person (Fixture       *self,
                          gconstpointer  data)
{
  self->store->value = g_strdup ("refresh-1");
  refuse (self, "invalid_grant");
  expect_mend (self, NULL, "passerellectl connect");
  g_assert_cmpuint (fake_transport_n_sent (self->transport), ==, 1);

  /* Nothing is asked again until somebody has signed in, be it elsewhere. */
  expect_mend (self, NULL, "passerellectl connect");
  expect_mend (self, NULL, "passerellectl connect");
  g_assert_cmpuint (fake_transport_n_sent (self->transport), ==, 1);

  g_set_str (&self->store->value, "refresh-of-connect");
  grant (self, "access-1", "refresh-2", NULL);
  expect_header (self, NULL, "Bearer access-1");
}

/* Busy isn't refused: the next one asks again. */
static void
test_busy (Fixture       *self,
           gconstpointer  data)
{
  self->store->value = g_strdup ("refresh-1");
  refuse (self, "temporarily_unavailable");
  {
    g_autoptr (DexFuture) future = authorize (self, NULL);
    g_autoptr (GError) error = net_test_error (future);

    g_assert_error (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_UNAVAILABLE);
  }
  grant (self, "access-1", "refresh-2", NULL);
  expect_header (self, NULL, "Bearer access-1");
}

static void
test_other_tenant (Fixture       *self,
                   gconstpointer  data)
{
  self->store->value = g_strdup ("refresh-1");
  grant (self, "access-1", "refresh-2", ID_TOKEN_OF_OTHER);
  expect_mend (self, NULL, "Tenant");
  g_assert_cmpstr (self->store->value, ==, "refresh-1");
}

static void
on_prompt (const PsrSignInPrompt *prompt,
           gpointer               data)
{
  Fixture *self = data;

  g_set_str (&self->url, prompt->url);
  g_set_str (&self->code, prompt->user_code);
}

static void
answer_code (Fixture *self)
{
  fake_transport_answer (self->transport, 200,
                         "{\"device_code\":\"device\",\"user_code\":\"ABC\",\"verification_uri\":\"https://microsoft.com/devicelogin\","
                         "\"expires_in\":900,\"interval\":5}", "Content-Type", "application/json", NULL);
}

static void
test_device (Fixture       *self,
             gconstpointer  data)
{
  g_autoptr (DexFuture) future = NULL;
  g_autoptr (GError) error = NULL;
  PsrTimestamp begun = psr_clock_now (self->clock);

  answer_code (self);
  refuse (self, "authorization_pending");
  refuse (self, "slow_down");
  refuse (self, "authorization_pending");
  grant (self, "access-1", "refresh-1", ID_TOKEN_OF_AN);
  future = psr_user_tokens_sign_in (self->tokens, PSR_SIGN_IN_DEVICE_CODE, on_prompt, self, self->stop);
  net_test_drive (future, self->clock);
  dex_future_get_value (future, &error);
  g_assert_no_error (error);

  /* 5 + 5, and after “slow down” 10 + 10. */
  g_assert_cmpint ((psr_clock_now (self->clock) - begun) / SECOND, ==, 30);
  g_assert_cmpstr (self->code, ==, "ABC");
  g_assert_cmpstr (self->store->value, ==, "refresh-1");
  expect_header (self, NULL, "Bearer access-1");
}

static void
test_device_expires (Fixture       *self,
                     gconstpointer  data)
{
  g_autoptr (DexFuture) future = NULL;
  g_autoptr (GError) error = NULL;
  PsrTimestamp begun = psr_clock_now (self->clock);

  answer_code (self);
  for (guint i = 0; i < 200; i++)
    refuse (self, "authorization_pending");
  future = psr_user_tokens_sign_in (self->tokens, PSR_SIGN_IN_DEVICE_CODE, on_prompt, self, self->stop);
  net_test_drive (future, self->clock);
  error = net_test_error (future);
  g_assert_error (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_SIGN_IN);
  g_assert_nonnull (strstr (error->message, "expired"));
  g_assert_cmpint (psr_clock_now (self->clock) - begun, <=, 900 * SECOND);
  g_assert_null (self->store->value);
}

static void
test_no_refresh_token (Fixture       *self,
                       gconstpointer  data)
{
  g_autoptr (DexFuture) future = NULL;
  g_autoptr (GError) error = NULL;

  answer_code (self);
  grant (self, "access-1", NULL, NULL);
  future = psr_user_tokens_sign_in (self->tokens, PSR_SIGN_IN_DEVICE_CODE, on_prompt, self, self->stop);
  net_test_drive (future, self->clock);
  error = net_test_error (future);
  g_assert_error (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_SIGN_IN);
  g_assert_nonnull (strstr (error->message, "offline_access"));
}

static void
test_browser_patience (Fixture       *self,
                       gconstpointer  data)
{
  g_autoptr (DexFuture) future = NULL;
  g_autoptr (GError) error = NULL;
  PsrTimestamp begun = psr_clock_now (self->clock);

  future = psr_user_tokens_sign_in (self->tokens, PSR_SIGN_IN_BROWSER, on_prompt, self, self->stop);
  net_test_drive (future, self->clock);
  error = net_test_error (future);
  g_assert_error (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_SIGN_IN);
  g_assert_cmpint (psr_clock_now (self->clock) - begun, ==, 300 * SECOND);
  g_assert_true (g_str_has_prefix (self->url, "https://login.example/" TENANT "/oauth2/v2.0/authorize?client_id=client-1&response_type=code&"));
  g_assert_nonnull (strstr (self->url, "&code_challenge_method=S256"));
  g_assert_nonnull (strstr (self->url, "redirect_uri=http%3A%2F%2Flocalhost%3A"));
  g_assert_cmpuint (fake_transport_n_sent (self->transport), ==, 0);
}

static void
test_given_up (Fixture       *self,
               gconstpointer  data)
{
  g_autoptr (DexFuture) future = NULL;
  g_autoptr (GError) error = NULL;

  future = psr_user_tokens_sign_in (self->tokens, PSR_SIGN_IN_BROWSER, on_prompt, self, self->stop);
  while (self->url == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_cancellable_cancel (self->stop);
  net_test_drive (future, self->clock);
  error = net_test_error (future);
  g_assert_error (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_CANCELLED);
}

static void
test_locked (Fixture       *self,
             gconstpointer  data)
{
  g_autoptr (DexFuture) future = NULL;
  g_autoptr (GError) error = NULL;

  self->store->is_locked = TRUE;
  future = psr_user_tokens_sign_in (self->tokens, PSR_SIGN_IN_DEVICE_CODE, on_prompt, self, self->stop);
  net_test_drive (future, self->clock);
  error = net_test_error (future);
  g_assert_error (error, PSR_SECRET_ERROR, PSR_SECRET_ERROR_LOCKED);
  g_assert_cmpuint (fake_transport_n_sent (self->transport), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/user-tokens/rotates", test_rotates);
  ADD ("/user-tokens/stored-before-use", test_stored_before_use);
  ADD ("/user-tokens/asks-for-the-person", test_asks_for_the_person);
  ADD ("/user-tokens/busy", test_busy);
  ADD ("/user-tokens/other-tenant", test_other_tenant);
  ADD ("/user-tokens/device", test_device);
  ADD ("/user-tokens/device-expires", test_device_expires);
  ADD ("/user-tokens/no-refresh-token", test_no_refresh_token);
  ADD ("/user-tokens/browser-patience", test_browser_patience);
  ADD ("/user-tokens/given-up", test_given_up);
  ADD ("/user-tokens/locked", test_locked);

  return g_test_run ();
}
