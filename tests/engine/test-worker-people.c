/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "engine-world.h"
#include "psr-flow-result.h"
#include "psr-json.h"
#include "psr-seeded-random.h"
#include "psr-worker.h"

/* A day of contacts of people. */

#define MINUTE (60 * (gint64) G_USEC_PER_SEC)
#define FIRST_CUSTOMER 20
#define N_CUSTOMERS 5
#define FIRST_PERSON 60
#define N_PEOPLE 15

/* At which customer each of them is; 0 for nobody yet. */
typedef struct
{
  guint at[N_PEOPLE];
} People;

static void
on_said (PsrWorkerLevel  level,
         const char     *text,
         gpointer        data)
{
  g_string_append_printf (data, "%s\n", text);
}

static void
run_for (EngineWorld *world,
         gint64       usec)
{
  PsrTimestamp end = psr_clock_now (world->sync.clock) + usec;

  while (psr_clock_now (world->sync.clock) < end)
    {
      if (!engine_world_step (world))
        g_usleep (100);
    }
}

static JsonObject *
find (GPtrArray *rows,
      guint      number)
{
  g_autofree char *id = world_dup_id (number);

  for (guint i = 0; i < rows->len; i++)
    {
      if (g_str_equal (psr_json_get_string (rows->pdata[i], "id"), id))
        return rows->pdata[i];
    }

  return NULL;
}

/* Whom a customer's own list has: its company, and its people. */
static void
list_people (EngineWorld  *world,
             const People *people,
             guint         customer)
{
  JsonObject *row = find (world->sync.customers, customer);
  JsonArray *list = json_array_new ();
  g_autofree char *company = g_strdup_printf ("CT%u", customer);
  JsonObject *contact = json_object_new ();

  g_assert_nonnull (row);
  json_object_set_string_member (contact, "contactId", "cccccccc-0000-0000-0000-000000000001");
  json_object_set_string_member (contact, "contactNumber", company);
  json_object_set_string_member (contact, "contactType", "Company");
  json_array_add_object_element (list, contact);

  for (guint i = 0; i < N_PEOPLE; i++)
    {
      g_autofree char *id = world_dup_id (FIRST_PERSON + i);

      if (people->at[i] != customer)
        continue;
      contact = json_object_new ();
      json_object_set_string_member (contact, "contactId", id);
      json_object_set_string_member (contact, "contactType", "Person");
      json_array_add_object_element (list, contact);
    }

  json_object_set_array_member (row, "contactsInformation", list);
}

static void
change_customer (EngineWorld  *world,
                 const People *people,
                 guint         customer,
                 guint         step)
{
  g_autofree char *name = g_strdup_printf ("Atelier %u", step);

  engine_world_add_customer (world, customer, name);
  list_people (world, people, customer);
}

/* Makes a person at a customer, or changes what one is called and where one is reached. */
static void
change_person (EngineWorld *world,
               People      *people,
               PsrRandom   *random,
               guint        person,
               guint        step)
{
  guint number = FIRST_PERSON + person;
  g_autofree char *now = psr_timestamp_to_string (psr_clock_now (world->sync.clock));
  g_autofree char *name = g_strdup_printf ("An Janssens %u", step);
  g_autofree char *phone = g_strdup_printf ("0470 %u", step);
  g_autofree char *company = NULL;
  JsonObject *row = find (world->sync.people, number);
  guint before = people->at[person];

  if (before == 0 || psr_random_below (random, 4) == 0)
    people->at[person] = FIRST_CUSTOMER + (guint) psr_random_below (random, N_CUSTOMERS);
  company = g_strdup_printf ("CT%u", people->at[person]);
  if (row == NULL)
    {
      g_autofree char *json = g_strdup_printf ("\"number\":\"CT%u\",\"type\":\"Person\",\"jobTitle\":\"\",\"phoneNumber\":\"\","
                                               "\"email\":\"p%u@a.example\",\"privacyBlocked\":false", number, number);

      row = world_add_bc (world->sync.people, number, now, json);
    }
  json_object_set_string_member (row, "displayName", name);
  json_object_set_string_member (row, "mobilePhoneNumber", phone);
  json_object_set_string_member (row, "companyNumber", company);
  json_object_set_string_member (row, "lastModifiedDateTime", now);

  list_people (world, people, people->at[person]);
  if (before != 0 && before != people->at[person])
    list_people (world, people, before);
}

static void
happen (EngineWorld *world,
        People      *people,
        PsrRandom   *random,
        guint        step)
{
  if (psr_random_below (random, 4) == 0)
    change_customer (world, people, FIRST_CUSTOMER + (guint) psr_random_below (random, N_CUSTOMERS), step);
  else
    change_person (world, people, random, (guint) psr_random_below (random, N_PEOPLE), step);
}

/* A second Wello, synced once in full with nothing going wrong. */
static char *
describe_clean_sync (EngineWorld *world)
{
  g_autoptr(PsrEngine) engine = NULL;
  g_autoptr(GPtrArray) flows = NULL;

  g_hash_table_remove_all (world->sync.companies);
  g_hash_table_remove_all (world->sync.contacts);
  g_hash_table_remove_all (world->sync.articles);
  engine_world_add_first_wello (world);
  engine = engine_world_new_engine (world, "clean", "[Flow contacts]\nEnabled=yes\n");
  flows = engine_world_boxed (world, psr_engine_sync (engine, NULL, "An", PSR_ENGINE_SYNC_FULL));
  for (guint i = 0; i < flows->len; i++)
    g_assert_no_error (((PsrFlowResult *) flows->pdata[i])->error);

  return engine_world_describe_wello (world);
}

/* A day in which every tenth request goes wrong, the network comes and goes, tokens end early and
 * the computer sleeps, ends where a clean full sync ends: with the same people, each at the same
 * company, and none of them twice. */
static void
test_day (EngineWorld   *world,
          gconstpointer  data)
{
  g_autoptr(PsrRandom) random = psr_seeded_random_new (GPOINTER_TO_UINT (data));
  g_autoptr(PsrEngine) engine = NULL;
  g_autoptr(PsrWorker) worker = NULL;
  g_autoptr(DexFuture) future = NULL;
  g_autoptr(GString) said = g_string_new (NULL);
  g_autoptr(GError) error = NULL;
  g_autofree char *watched = NULL;
  g_autofree char *clean = NULL;
  PsrTimestamp end = psr_clock_now (world->sync.clock) + 10 * 60 * MINUTE;
  People people = { { 0 } };
  guint n_people = 0;

  for (guint i = 0; i < N_CUSTOMERS; i++)
    change_customer (world, &people, FIRST_CUSTOMER + i, 1000 + i);
  world->faults = psr_seeded_random_new (GPOINTER_TO_UINT (data) + 1);
  world->token_life = 900;
  engine = engine_world_new_engine (world, NULL, "[Flow contacts]\nEnabled=yes\n");
  worker = psr_worker_new (engine, on_said, said);
  future = psr_worker_run (worker);

  for (guint step = 0; psr_clock_now (world->sync.clock) < end; step++)
    {
      world->fault_percent = 10;
      world->is_offline = psr_random_below (random, 10) == 0;
      for (guint i = 0; i < 2; i++)
        happen (world, &people, random, 2 * step + i);
      if (step % 17 == 16)
        psr_virtual_clock_advance (PSR_VIRTUAL_CLOCK (world->sync.clock), (gint64) 40 * MINUTE);
      run_for (world, 5 * MINUTE);
    }

  world->fault_percent = 0;
  world->is_offline = FALSE;
  run_for (world, 90 * MINUTE);
  psr_engine_stop (engine);
  engine_world_drive (world, future);
  dex_future_get_value (future, &error);
  g_assert_no_error (error);
  g_test_message ("%u requests, %u of them went wrong, %u with an old token\n%s", world->n_requests, world->n_faults,
                  world->n_expired, said->str);
  g_assert_cmpuint (world->n_faults, >, 100);

  for (guint i = 0; i < N_PEOPLE; i++)
    n_people += people.at[i] != 0;
  watched = engine_world_describe_wello (world);
  clean = describe_clean_sync (world);
  g_assert_cmpuint (n_people, >, 5);
  g_assert_cmpuint (g_hash_table_size (world->sync.contacts), >=, n_people + N_CUSTOMERS);
  g_assert_cmpstr (watched, ==, clean);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/worker/day-of-people", EngineWorld, GUINT_TO_POINTER (11), engine_world_set_up, test_day, engine_world_tear_down);

  return g_test_run ();
}
