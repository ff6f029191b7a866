/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-json.h"
#include "psr-sync-error.h"
#include "psr-test.h"
#include "sync-customers.h"
#include "sync-world.h"

/* A customer whose contact is "CT" and its number, with people of these numbers. */
static void G_GNUC_UNUSED
relate (World *world,
        guint  number,
        ...)
{
  g_autofree char *id = world_dup_id (number);
  g_autofree char *company = g_strdup_printf ("CT%u", number);
  JsonArray *contacts = json_array_new ();
  JsonObject *row = json_object_new ();
  va_list list;
  guint person;

  json_object_set_string_member (row, "contactId", "cccccccc-0000-0000-0000-000000000001");
  json_object_set_string_member (row, "contactNumber", company);
  json_object_set_string_member (row, "contactType", "Company");
  json_array_add_object_element (contacts, row);

  va_start (list, number);
  while ((person = va_arg (list, guint)) != 0)
    {
      g_autofree char *person_id = world_dup_id (person);

      row = json_object_new ();
      json_object_set_string_member (row, "contactId", person_id);
      json_object_set_string_member (row, "contactType", "Person");
      json_array_add_object_element (contacts, row);
    }
  va_end (list);

  for (guint i = 0; i < world->customers->len; i++)
    {
      if (g_str_equal (psr_json_get_string (world->customers->pdata[i], "id"), id))
        json_object_set_array_member (world->customers->pdata[i], "contactsInformation", json_array_ref (contacts));
    }
  json_array_unref (contacts);
}

static inline JsonObject *
add_person (World      *world,
            guint       number,
            guint       customer,
            const char *name)
{
  g_autofree char *json = g_strdup_printf ("\"number\":\"CT%u\",\"type\":\"Person\",\"displayName\":\"%s\",\"companyNumber\":\"CT%u\","
                                           "\"jobTitle\":\"\",\"phoneNumber\":\"\",\"mobilePhoneNumber\":\"0470 %u\",\"email\":\"p%u@a.example\","
                                           "\"privacyBlocked\":false",
                                           number, name, customer, number, number);

  return world_add_bc (world->people, number, "2026-08-02T00:00:00Z", json);
}

static inline PsrSyncReport *
sync_both (World        *world,
           PsrSyncFlags  flags)
{
  g_autoptr (PsrSyncReport) customers = world_run (world, PSR_SYNC_CUSTOMERS, flags);

  g_assert_no_error (customers->error);

  return world_run (world, PSR_SYNC_CONTACTS, flags);
}

static inline void
assert_person (World      *world,
               guint       number,
               guint       customer,
               const char *first,
               const char *last)
{
  JsonObject *row = world_get_wello (world->contacts, number);
  g_autofree char *company = world_dup_id (customer);

  g_assert_nonnull (row);
  g_assert_cmpstr (psr_json_get_string (row, "firstname"), ==, first);
  g_assert_cmpstr (psr_json_get_string (row, "lastname"), ==, last);
  g_assert_cmpstr (psr_json_get_string (row, "company_id"), ==, company);
}
