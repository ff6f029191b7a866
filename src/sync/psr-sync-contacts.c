/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-sync-contacts"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-explain.h"
#include "psr-json.h"
#include "psr-sync-contacts.h"
#include "psr-sync-error.h"

/* A contact of Business Central names its company, a contact as well; which customer that
 * is, only the customer's own list of contacts says. These lists are read beside the
 * customers that changed, and all of them once a day: a relation that is made later
 * doesn't touch the customer. */
#define STREAM PSR_SYNC_CONTACTS_PENDING
#define ALL    "contacts.relations"

#define INTERVAL G_TIME_SPAN_DAY

/* The rows aren't those of one reading: they stay until the customer is read again. Those
 * of Wello's side are the ones that are found by their number. */
#define SIDE PSR_MIRROR_WELLO
#define RUN  1

/* Which contacts a customer has. */
typedef struct
{
  char  *customer;
  char  *company; /* number of the contact that the others belong to, or "" */
  GStrv  people;  /* canonical GUIDs */
} Relation;

static void
relation_free (gpointer data)
{
  Relation *relation = data;

  g_free (relation->customer);
  g_free (relation->company);
  g_strfreev (relation->people);
  g_free (relation);
}

static Relation *
relation_new (char       *customer,
              JsonObject *row)
{
  JsonArray *contacts = psr_json_get_array (row, "contactsInformation");
  g_autoptr (GStrvBuilder) people = g_strv_builder_new ();
  Relation *relation = g_new0 (Relation, 1);

  relation->customer = customer;
  relation->company = g_strdup ("");

  for (guint i = 0; contacts != NULL && i < json_array_get_length (contacts); i++)
    {
      JsonNode *node = json_array_get_element (contacts, i);
      char *id;

      if (!JSON_NODE_HOLDS_OBJECT (node))
        continue;

      if (g_str_equal (psr_json_get_string (json_node_get_object (node), "contactType"), "Company"))
        g_set_str (&relation->company, psr_json_get_string (json_node_get_object (node), "contactNumber"));
      else if ((id = psr_json_dup_guid (json_node_get_object (node), "contactId")) != NULL)
        g_strv_builder_take (people, id);
    }
  relation->people = g_strv_builder_end (people);

  return relation;
}

/* On the "parse" lane. */
static GPtrArray *
make_relations (JsonArray  *rows,
                gpointer    data,
                GError    **error)
{
  g_autoptr (GPtrArray) relations = g_ptr_array_new_with_free_func (relation_free);

  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      JsonNode *node = json_array_get_element (rows, i);
      char *id = JSON_NODE_HOLDS_OBJECT (node) ? psr_json_dup_guid (json_node_get_object (node), "id") : NULL;

      if (id != NULL)
        g_ptr_array_add (relations, relation_new (id, json_node_get_object (node)));
    }

  return g_steal_pointer (&relations);
}

static void
keep_relations (GPtrArray     *relations,
                PsrMirrorPage *page)
{
  for (guint i = 0; i < relations->len; i++)
    {
      const Relation *relation = g_ptr_array_index (relations, i);
      g_autoptr (PsrMirrorRecord) record = psr_mirror_record_new (PSR_ENTITY_CONTACT_COMPANY, SIDE, relation->customer);

      g_set_str (&record->number, relation->company);
      record->seen_run = RUN;
      psr_mirror_page_add_record (page, record);
    }
}

/* People that aren't in Wello though their customer may be by now: nothing of themselves
 * says that they have to be looked at. */
static gboolean
note_people (PsrSyncRun     *run,
             GPtrArray      *relations,
             PsrMirrorPage  *page,
             GError        **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GHashTable) links = NULL;
  g_auto (GStrv) ids = NULL;

  for (guint i = 0; i < relations->len; i++)
    g_strv_builder_addv (builder, (const char **) ((const Relation *) g_ptr_array_index (relations, i))->people);
  ids = g_strv_builder_end (builder);

  links = dex_await_boxed (psr_link_store_map_by_bc (run->context->links, PSR_ENTITY_PERSON, (const char * const *) ids), error);
  if (links == NULL)
    return FALSE;

  for (guint i = 0; ids[i] != NULL; i++)
    {
      if (!g_hash_table_contains (links, ids[i]))
        psr_mirror_page_add_pending (page, STREAM, ids[i]);
    }

  return TRUE;
}

static gboolean
set_read (PsrSyncRun     *run,
          const char     *name,
          PsrTimestamp    at,
          GError        **error)
{
  g_autoptr (PsrWatermark) watermark = psr_watermark_new (name);
  g_autoptr (PsrMirrorPage) page = psr_mirror_page_new ();

  watermark->since = at;
  watermark->run_id = run->seen_run;
  psr_mirror_page_set_watermark (page, watermark);

  return psr_sync_run_is_dry (run) || dex_await (psr_mirror_store_commit (run->context->mirror, page), error);
}

/* When all of them were read, and until when what changed was. */
static gboolean
get_since (PsrSyncRun    *run,
           gboolean       everything,
           PsrTimestamp  *since,
           GError       **error)
{
  g_autoptr (PsrWatermark) all = NULL;
  g_autoptr (PsrWatermark) changed = NULL;
  gint64 age;

  all = dex_await_boxed (psr_mirror_store_get_watermark (run->context->mirror, ALL), error);
  if (all == NULL)
    return FALSE;
  changed = dex_await_boxed (psr_mirror_store_get_watermark (run->context->mirror, STREAM), error);
  if (changed == NULL)
    return FALSE;

  age = all->since != PSR_TIMESTAMP_NONE ? psr_clock_now (run->context->clock) - all->since : INTERVAL;
  *since = everything || age < 0 || age >= INTERVAL || changed->since == PSR_TIMESTAMP_NONE
             ? PSR_TIMESTAMP_NONE
             : changed->since - PSR_SYNC_OVERLAP;

  return TRUE;
}

/**
 * psr_sync_contacts_relate:
 * @run: a run of contacts
 * @everything: whether it reads all contacts
 * @error: return location for an error
 *
 * Finds out which customers the contacts of companies are. Where the run reads only what
 * changed, people whose customer changed and who aren't coupled are put on the list that
 * psr_sync_contacts_list() tells. Has to be called in a fiber.
 *
 * Returns: whether it worked
 */
gboolean
psr_sync_contacts_relate (PsrSyncRun  *run,
                          gboolean     everything,
                          GError     **error)
{
  g_autoptr (PsrODataPager) pager = NULL;
  PsrTimestamp date = PSR_TIMESTAMP_NONE;
  PsrTimestamp since;

  g_return_val_if_fail (run != NULL, FALSE);

  if (!get_since (run, everything, &since, error))
    return FALSE;

  pager = psr_bc_client_pull_customer_contacts (run->context->bc, since);
  while (!psr_odata_pager_is_done (pager))
    {
      g_autoptr (PsrODataPage) page = NULL;
      g_autoptr (PsrMirrorPage) kept = psr_mirror_page_new ();

      if (!psr_sync_run_goes_on (run, error))
        return FALSE;

      page = dex_await_object (psr_odata_pager_next (pager, make_relations, NULL, NULL), error);
      if (page == NULL)
        return FALSE;
      if (date == PSR_TIMESTAMP_NONE)
        date = psr_odata_page_get_date (page);

      keep_relations (psr_odata_page_get_rows (page), kept);
      if (!everything && !note_people (run, psr_odata_page_get_rows (page), kept, error))
        return FALSE;
      if (!dex_await (psr_mirror_store_commit (run->context->mirror, kept), error))
        return FALSE;
    }

  if (date == PSR_TIMESTAMP_NONE)
    date = psr_clock_now (run->context->clock);

  return set_read (run, STREAM, date, error) &&
         (since != PSR_TIMESTAMP_NONE || set_read (run, ALL, psr_clock_now (run->context->clock), error));
}

/**
 * psr_sync_contacts_list:
 * @run: a run of contacts
 * @error: return location for a %PSR_STORE_ERROR
 *
 * Returns: (transfer full) (nullable) (element-type utf8): ids of contacts that have to
 *   be read though they didn't change, until psr_mirror_page_clear_pending() for
 *   %PSR_SYNC_CONTACTS_PENDING; in a fiber
 */
GPtrArray *
psr_sync_contacts_list (PsrSyncRun  *run,
                        GError     **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (PsrMirrorPage) page = psr_mirror_page_new ();
  g_autoptr (GHashTable) links = NULL;
  g_auto (GStrv) pending = NULL;

  g_return_val_if_fail (run != NULL, NULL);

  pending = dex_await_boxed (psr_mirror_store_list_pending (run->context->mirror, STREAM, 0), error);
  if (pending == NULL)
    return NULL;
  links = dex_await_boxed (psr_link_store_map_by_bc (run->context->links, PSR_ENTITY_PERSON, (const char * const *) pending),
                           error);
  if (links == NULL)
    return NULL;

  for (guint i = 0; pending[i] != NULL; i++)
    {
      /* The run itself came across it. */
      if (g_hash_table_contains (links, pending[i]) || g_hash_table_contains (run->told, pending[i]))
        psr_mirror_page_clear_pending (page, STREAM, pending[i]);
      else
        g_ptr_array_add (ids, g_strdup (pending[i]));
    }

  if (!psr_sync_run_is_dry (run) && !dex_await (psr_mirror_store_commit (run->context->mirror, page), error))
    return NULL;

  return g_steal_pointer (&ids);
}

/**
 * psr_sync_contacts_list_taken:
 * @run: a run
 * @entity: %PSR_ENTITY_CONTACT for default contacts, or %PSR_ENTITY_PERSON
 * @wello_ids: (array zero-terminated=1): canonical GUIDs of contacts in Wello
 * @taken: (out) (transfer full): a set of those that are somebody else's
 * @error: return location for a %PSR_STORE_ERROR
 *
 * A default contact and a real person are never the same, and two people aren't either.
 * Has to be called in a fiber.
 *
 * Returns: whether it worked
 */
gboolean
psr_sync_contacts_list_taken (PsrSyncRun          *run,
                              PsrEntity            entity,
                              const char * const  *wello_ids,
                              GHashTable         **taken,
                              GError             **error)
{
  static const PsrEntity entities[] = { PSR_ENTITY_PERSON, PSR_ENTITY_CONTACT };
  g_autoptr (GHashTable) found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  g_return_val_if_fail (run != NULL, FALSE);
  g_return_val_if_fail (wello_ids != NULL && taken != NULL, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (entities); i++)
    {
      g_autoptr (GHashTable) links = NULL;
      GHashTableIter iter;
      gpointer id;

      /* Of two default contacts of one name either will do. */
      if (entity == PSR_ENTITY_CONTACT && entities[i] == PSR_ENTITY_CONTACT)
        continue;

      links = dex_await_boxed (psr_link_store_map_by_wello (run->context->links, entities[i], wello_ids), error);
      if (links == NULL)
        return FALSE;

      g_hash_table_iter_init (&iter, links);
      while (g_hash_table_iter_next (&iter, &id, NULL))
        g_hash_table_add (found, g_strdup (id));
    }
  *taken = g_steal_pointer (&found);

  return TRUE;
}

/**
 * psr_sync_contacts_set_ambiguous:
 * @error: return location for the error
 * @name: a person's name
 *
 * Says that the company in Wello has several contacts of this name.
 */
void
psr_sync_contacts_set_ambiguous (GError     **error,
                                 const char  *name)
{
  g_autofree char *why = NULL;

  g_return_if_fail (name != NULL);

  why = g_strdup_printf (_("Its company has more than one contact called “%s”."), name);
  psr_set_explained_error (error, PSR_SYNC_ERROR, PSR_SYNC_ERROR_AMBIGUOUS,
                           _("Several contacts in Wello could be meant."), why,
                           _("Couple it with the right one: “passerellectl couple contacts NUMBER ID”, or archive the others in Wello."));
}

/**
 * psr_sync_contacts_set_twins:
 * @error: return location for the error
 * @name: a person's name
 *
 * Says that the company in Business Central has several contacts of this name, and Wello
 * has one for whichever of them.
 */
void
psr_sync_contacts_set_twins (GError     **error,
                             const char  *name)
{
  g_autofree char *why = NULL;

  g_return_if_fail (name != NULL);

  why = g_strdup_printf (_("Its company has several contacts called “%s” in Business Central, and one in Wello could be any of them."), name);
  psr_set_explained_error (error, PSR_SYNC_ERROR, PSR_SYNC_ERROR_AMBIGUOUS,
                           _("Several contacts in Business Central could be meant."), why,
                           _("Couple the right one with it: “passerellectl couple contacts NUMBER ID”; the others follow by themselves."));
}

/* The customer of its company, and the record in Wello that it is coupled with. */
typedef struct
{
  GHashTable *relations; /* number of a company → array of PsrMirrorRecord */
  GHashTable *links;     /* id of a customer → PsrLink */
  GHashTable *defaults;  /* id of a customer → PsrLink of its default contact */
  GHashTable *people;    /* id of a contact → PsrLink */
} Customers;

static void
customers_clear (Customers *customers)
{
  g_clear_pointer (&customers->relations, g_hash_table_unref);
  g_clear_pointer (&customers->links, g_hash_table_unref);
  g_clear_pointer (&customers->defaults, g_hash_table_unref);
  g_clear_pointer (&customers->people, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Customers, customers_clear)

static gboolean
find_customers (PsrSyncRun  *run,
                GPtrArray   *candidates,
                Customers   *customers,
                GError     **error)
{
  g_autoptr (GStrvBuilder) numbers = g_strv_builder_new ();
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();
  g_autoptr (GStrvBuilder) contacts = g_strv_builder_new ();
  g_auto (GStrv) people = NULL;
  g_auto (GStrv) wanted = NULL;
  g_auto (GStrv) found = NULL;
  GHashTableIter iter;
  gpointer value;

  for (guint i = 0; i < candidates->len; i++)
    {
      const PsrSyncCandidate *candidate = g_ptr_array_index (candidates, i);

      g_strv_builder_add (contacts, candidate->id);
      if (*candidate->company != '\0')
        g_strv_builder_add (numbers, candidate->company);
    }
  people = g_strv_builder_end (contacts);
  wanted = g_strv_builder_end (numbers);

  customers->relations = dex_await_boxed (psr_mirror_store_get_by_numbers (run->context->mirror, PSR_ENTITY_CONTACT_COMPANY,
                                                                           SIDE, RUN, (const char * const *) wanted),
                                          error);
  if (customers->relations == NULL)
    return FALSE;

  g_hash_table_iter_init (&iter, customers->relations);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      GPtrArray *records = value;

      for (guint i = 0; i < records->len; i++)
        g_strv_builder_add (ids, ((const PsrMirrorRecord *) g_ptr_array_index (records, i))->id);
    }
  found = g_strv_builder_end (ids);

  customers->links = dex_await_boxed (psr_link_store_map_by_bc (run->context->links, PSR_ENTITY_CUSTOMER,
                                                                (const char * const *) found),
                                      error);
  if (customers->links == NULL)
    return FALSE;

  customers->defaults = dex_await_boxed (psr_link_store_map_by_bc (run->context->links, PSR_ENTITY_CONTACT,
                                                                   (const char * const *) found),
                                         error);
  if (customers->defaults == NULL)
    return FALSE;

  customers->people = dex_await_boxed (psr_link_store_map_by_bc (run->context->links, PSR_ENTITY_PERSON,
                                                                 (const char * const *) people),
                                       error);

  return customers->people != NULL;
}

static void
set_waits (PsrSyncCandidate *candidate,
           gboolean          is_nobodys)
{
  if (candidate->problem != NULL)
    return;

  if (is_nobodys)
    psr_set_explained_error (&candidate->problem, PSR_SYNC_ERROR, PSR_SYNC_ERROR_WAITS,
                             _("The contact isn’t kept the same any more."),
                             _("It is in Wello, but its company in Business Central isn’t that of a customer there."),
                             _("Give it the company of a customer, or uncouple it; what was changed meanwhile follows by itself."));
  else
    psr_set_explained_error (&candidate->problem, PSR_SYNC_ERROR, PSR_SYNC_ERROR_WAITS,
                             _("The contact waits for its customer."),
                             _("The customer that it belongs to isn’t in Wello yet."),
                             _("Sync the customers, and see what is in the way of that one; the contact follows by itself."));
}

/**
 * psr_sync_contacts_resolve:
 * @run: a run of contacts
 * @candidates: (element-type PsrSyncCandidate): the records of a page
 * @error: return location for a %PSR_STORE_ERROR
 *
 * Finds out in which company of Wello each belongs. Those of suppliers and others are taken
 * out, and so are those of customers that a filter leaves out, unless they are in Wello
 * already, which is told; one whose customer isn't in Wello yet, with its default contact,
 * waits for it. Has to be called in a fiber.
 *
 * Returns: whether it worked
 */
gboolean
psr_sync_contacts_resolve (PsrSyncRun  *run,
                           GPtrArray   *candidates,
                           GError     **error)
{
  g_auto (Customers) customers = { NULL, NULL, NULL, NULL };

  g_return_val_if_fail (run != NULL, FALSE);
  g_return_val_if_fail (candidates != NULL, FALSE);

  if (!find_customers (run, candidates, &customers, error))
    return FALSE;

  for (guint i = candidates->len; i > 0; i--)
    {
      PsrSyncCandidate *candidate = g_ptr_array_index (candidates, i - 1);
      GPtrArray *records = g_hash_table_lookup (customers.relations, candidate->company);
      gboolean is_coupled = g_hash_table_contains (customers.people, candidate->id);
      gboolean has_default = psr_sync_run_is_dry (run);
      const char *company_id = NULL;

      for (guint j = 0; records != NULL && company_id == NULL && j < records->len; j++)
        {
          const PsrMirrorRecord *record = g_ptr_array_index (records, j);
          const PsrLink *link = g_hash_table_lookup (customers.links, record->id);

          has_default |= g_hash_table_contains (customers.defaults, record->id);
          company_id = link != NULL              ? link->wello_id
                       : psr_sync_run_is_dry (run) ? g_hash_table_lookup (run->context->would_couple, record->id)
                                                   : NULL;
        }

      if (company_id != NULL)
        g_set_str (&candidate->company_id, company_id);

      /* Which contact is the default one is only known once it is coupled: until then a
       * person of its name would be taken for it. */
      if (company_id != NULL && !is_coupled && !has_default)
        set_waits (candidate, FALSE);
      else if (company_id == NULL && is_coupled)
        set_waits (candidate, records == NULL);
      else if (company_id == NULL && (records == NULL || run->context->rules[PSR_SYNC_CUSTOMERS].filter != NULL))
        g_ptr_array_remove_index (candidates, i - 1);
      else if (company_id == NULL)
        set_waits (candidate, FALSE);
    }

  return TRUE;
}
