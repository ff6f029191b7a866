/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-search-provider"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-format.h"
#include "psr-main-hop.h"
#include "psr-search-hit.h"
#include "psr-search-provider.h"
#include "psr-system-random.h"
#include "psr-thread-executor.h"
#include "psr-weak.h"

/* As many of each kind; the desktop shows five in all. */
#define MOST_HITS 10

/* How long the program stays after the last question: the next letter is likely. */
#define STAYS (10 * (gint64) G_USEC_PER_SEC)

/* From GNOME Shell's data/dbus-interfaces/org.gnome.ShellSearchProvider2.xml. */
static const char interface[] =
  "<node>"
  "  <interface name='org.gnome.Shell.SearchProvider2'>"
  "    <method name='GetInitialResultSet'>"
  "      <arg type='as' name='terms' direction='in'/>"
  "      <arg type='as' name='results' direction='out'/>"
  "    </method>"
  "    <method name='GetSubsearchResultSet'>"
  "      <arg type='as' name='previous_results' direction='in'/>"
  "      <arg type='as' name='terms' direction='in'/>"
  "      <arg type='as' name='results' direction='out'/>"
  "    </method>"
  "    <method name='GetResultMetas'>"
  "      <arg type='as' name='identifiers' direction='in'/>"
  "      <arg type='aa{sv}' name='metas' direction='out'/>"
  "    </method>"
  "    <method name='ActivateResult'>"
  "      <arg type='s' name='identifier' direction='in'/>"
  "      <arg type='as' name='terms' direction='in'/>"
  "      <arg type='u' name='timestamp' direction='in'/>"
  "    </method>"
  "    <method name='LaunchSearch'>"
  "      <arg type='as' name='terms' direction='in'/>"
  "      <arg type='u' name='timestamp' direction='in'/>"
  "    </method>"
  "  </interface>"
  "</node>";

/**
 * PsrSearchProvider:
 *
 * What the desktop's search asks: work and customers, as they are known here. Neither
 * service is asked. Where no window is open it reads the local state itself, and the
 * program ends again when nobody searches any more.
 */
struct _PsrSearchProvider
{
  GObject          parent_instance;

  GApplication    *application;   /* unowned; owns us */
  PsrClock        *clock;
  char            *profile;
  char            *state_folder;
  PsrDesk         *desk;          /* once the application has one */
  PsrEngine       *engine;        /* while it hasn't */
  GDBusConnection *connection;
  guint            registration;
  DexFuture       *last;          /* what is being answered, and all before it */
  GCancellable    *giving_up;     /* of the search before */
  guint            n_calls;       /* that aren't answered yet */
  gboolean         holds;
  DexFuture       *resting;
};

G_DEFINE_FINAL_TYPE (PsrSearchProvider, psr_search_provider, G_TYPE_OBJECT)

/* One question of the desktop. */
typedef struct
{
  PsrSearchProvider     *provider;
  GDBusMethodInvocation *invocation;
  char                  *method;
  char                  *text;
  char                 **ids;
  GCancellable          *cancellable;
} Call;

static void
call_clear (gpointer data)
{
  Call *call = data;

  g_clear_object (&call->provider);
  g_clear_object (&call->invocation);
  g_free (call->method);
  g_free (call->text);
  g_strfreev (call->ids);
  g_clear_object (&call->cancellable);
}

static void
call_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, call_clear);
}

/* There is something to search only where a state is: a search makes none. */
static PsrEngine *
get_engine (PsrSearchProvider *self)
{
  g_autofree char *ledger = NULL;
  g_autoptr(PsrProfile) profile = NULL;
  g_autoptr(PsrRandom) random = NULL;
  g_autoptr(PsrExecutor) executor = NULL;
  g_autoptr(GError) error = NULL;

  if (self->desk != NULL)
    return psr_desk_get_state (self->desk) == PSR_DESK_OPEN ? psr_desk_get_reader (self->desk) : NULL;
  if (self->engine != NULL)
    return self->engine;

  ledger = g_build_filename (self->state_folder, "ledger.db", NULL);
  if (!g_file_test (ledger, G_FILE_TEST_EXISTS))
    return NULL;

  profile = psr_profile_load (self->profile, &error);
  if (profile == NULL)
    {
      g_debug ("Nothing can be searched: %s", error->message);
      return NULL;
    }

  random = psr_system_random_new ();
  executor = psr_thread_executor_new ();
  self->engine = psr_engine_new_with_seams (profile, self->state_folder, NULL, self->clock, random, executor);

  return self->engine;
}

static DexFuture *
on_rested (DexFuture *future,
           gpointer   data)
{
  g_autoptr(PsrSearchProvider) self = g_weak_ref_get (data);

  if (self != NULL && self->n_calls == 0)
    psr_search_provider_rest (self);

  return dex_future_new_true ();
}

static void
begin_call (PsrSearchProvider *self)
{
  self->n_calls++;
  dex_clear (&self->resting);
  if (self->holds)
    return;

  self->holds = TRUE;
  g_application_hold (self->application);
}

static void
end_call (PsrSearchProvider *self)
{
  if (--self->n_calls > 0)
    return;

  dex_clear (&self->last);
  if (!self->holds)
    return;

  dex_clear (&self->resting);
  self->resting = dex_future_finally (psr_main_hop (psr_clock_sleep (self->clock, STAYS)), on_rested,
                                      psr_weak_new (self), psr_weak_free);
}

static GVariant *
make_meta (const PsrSearchHit *hit)
{
  g_autoptr(GVariantBuilder) builder = g_variant_builder_new (G_VARIANT_TYPE_VARDICT);
  g_autoptr(GIcon) icon = g_themed_icon_new (hit->work_order != NULL ? APP_ID : "avatar-default-symbolic");
  g_autoptr(GVariant) serialized = g_icon_serialize (icon);
  const PsrWorkOrder *work = hit->work_order;
  g_autofree char *title = NULL;
  g_autofree char *text = NULL;

  if (work != NULL)
    {
      g_autofree char *date = work->date != NULL ? psr_format_date (work->date) : NULL;
      g_autofree char *net = psr_format_amount (work->net, work->currency);

      title = g_strdup_printf ("%s · %s", work->work_order != NULL ? work->work_order : work->number, work->customer_name);
      text = g_strjoin (" · ", work->state_title, net, date, NULL);
    }
  else
    {
      /* Translators: what was found is a customer; its number follows. */
      g_autofree char *number = g_strdup_printf (_("Customer %s"), hit->number);

      title = g_strdup (*hit->name != '\0' ? hit->name : number);
      text = g_strjoin (" · ", number, *hit->city != '\0' ? hit->city : NULL, NULL);
    }

  g_variant_builder_add (builder, "{sv}", "id", g_variant_new_string (hit->id));
  g_variant_builder_add (builder, "{sv}", "name", g_variant_new_string (title));
  g_variant_builder_add (builder, "{sv}", "description", g_variant_new_string (text));
  g_variant_builder_add (builder, "{sv}", "icon", serialized);

  return g_variant_builder_end (builder);
}

/* In the order in which they were asked for. */
static GVariant *
make_metas (const Call      *call,
            const GPtrArray *hits)
{
  g_autoptr(GVariantBuilder) builder = g_variant_builder_new (G_VARIANT_TYPE ("aa{sv}"));

  for (gsize i = 0; call->ids[i] != NULL; i++)
    {
      for (guint j = 0; hits != NULL && j < hits->len; j++)
        {
          const PsrSearchHit *hit = hits->pdata[j];

          if (g_str_equal (hit->id, call->ids[i]))
            g_variant_builder_add_value (builder, make_meta (hit));
        }
    }

  return g_variant_new ("(@aa{sv})", g_variant_builder_end (builder));
}

static GVariant *
make_ids (const GPtrArray *hits)
{
  g_autoptr(GVariantBuilder) builder = g_variant_builder_new (G_VARIANT_TYPE_STRING_ARRAY);

  for (guint i = 0; hits != NULL && i < hits->len; i++)
    g_variant_builder_add (builder, "s", ((PsrSearchHit *) hits->pdata[i])->id);

  return g_variant_new ("(@as)", g_variant_builder_end (builder));
}

static const char *
find_queue (const PsrWorkOrder *work)
{
  for (PsrQueue queue = PSR_QUEUE_REVIEW; queue < PSR_QUEUE_ALL; queue++)
    {
      if (psr_queue_has_state (queue, work->state))
        return psr_queue_to_string (queue);
    }

  return psr_queue_to_string (PSR_QUEUE_REVIEW);
}

static void
open_hit (PsrSearchProvider  *self,
          const PsrSearchHit *hit,
          const char         *text)
{
  GActionGroup *actions = G_ACTION_GROUP (self->application);

  if (hit == NULL)
    g_action_group_activate_action (actions, "show-work", g_variant_new ("(ss)", psr_queue_to_string (PSR_QUEUE_REVIEW), text));
  else if (hit->work_order != NULL)
    g_action_group_activate_action (actions, "open-work", g_variant_new ("(ssx)", find_queue (hit->work_order),
                                                                         hit->work_order->number, hit->work_order->id));
  else
    g_action_group_activate_action (actions, "open-record", g_variant_new ("(sss)", "customers", hit->record, hit->number));
}

/* The list of that queue in which the newest is. */
static void
launch (PsrSearchProvider *self,
        const GPtrArray   *hits,
        const char        *text)
{
  const PsrSearchHit *first = hits != NULL && hits->len > 0 ? hits->pdata[0] : NULL;
  const char *queue = first != NULL && first->work_order != NULL ? find_queue (first->work_order)
                                                                 : psr_queue_to_string (PSR_QUEUE_REVIEW);

  g_action_group_activate_action (G_ACTION_GROUP (self->application), "show-work", g_variant_new ("(ss)", queue, text));
}

static DexFuture *
on_read (DexFuture *future,
         gpointer   data)
{
  Call *call = data;
  PsrSearchProvider *self = call->provider;
  g_autoptr(GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);
  const GPtrArray *hits = value != NULL && G_VALUE_HOLDS (value, G_TYPE_PTR_ARRAY) ? g_value_get_boxed (value) : NULL;

  /* The desktop asks while somebody types: what is wrong is told by the window. */
  if (error != NULL)
    g_debug ("A search found nothing: %s", error->message);

  if (g_str_equal (call->method, "GetResultMetas"))
    g_dbus_method_invocation_return_value (g_steal_pointer (&call->invocation), make_metas (call, hits));
  else if (call->invocation != NULL)
    g_dbus_method_invocation_return_value (g_steal_pointer (&call->invocation), make_ids (hits));
  else if (self->registration == 0)
    g_debug ("The application ends, and opens nothing");
  else if (g_str_equal (call->method, "LaunchSearch"))
    launch (self, hits, call->text);
  else
    open_hit (self, hits != NULL && hits->len > 0 ? hits->pdata[0] : NULL, call->text);

  end_call (self);

  return dex_future_new_true ();
}

/* One after the other: what comes later gives up what came before. */
static DexFuture *
start_reading (DexFuture *future,
               gpointer   data)
{
  Call *call = data;
  PsrSearchProvider *self = call->provider;
  PsrEngine *engine = NULL;
  DexFuture *read;

  if (self->registration != 0 && g_strcmp0 (call->text, "") != 0 && !g_cancellable_is_cancelled (call->cancellable))
    engine = get_engine (self);
  if (engine == NULL)
    read = dex_future_new_true ();
  else if (call->ids != NULL)
    read = psr_engine_get_hits (engine, (const char * const *) call->ids);
  else
    read = psr_engine_search (engine, call->text, MOST_HITS, call->cancellable);

  return dex_future_finally (psr_main_hop (read), on_read, g_atomic_rc_box_acquire (call), call_unref);
}

static void
read_for (PsrSearchProvider *self,
          Call              *call)
{
  DexFuture *before = self->last != NULL ? g_steal_pointer (&self->last) : dex_future_new_true ();

  self->last = dex_future_finally (before, start_reading, call, call_unref);
}

static char *
join_terms (GVariant *terms)
{
  g_autofree const char **words = g_variant_get_strv (terms, NULL);
  g_autofree char *text = g_strjoinv (" ", (char **) words);

  return g_steal_pointer (&text);
}

static void
on_method_call (GDBusConnection       *connection,
                const char            *sender,
                const char            *path,
                const char            *interface_name,
                const char            *method,
                GVariant              *parameters,
                GDBusMethodInvocation *invocation,
                gpointer               data)
{
  PsrSearchProvider *self = PSR_SEARCH_PROVIDER (data);
  g_autoptr(GVariant) first = g_variant_get_child_value (parameters, 0);
  Call *call = g_atomic_rc_box_new0 (Call);

  begin_call (self);
  call->provider = g_object_ref (self);
  call->method = g_strdup (method);
  call->cancellable = g_cancellable_new ();

  if (g_str_equal (method, "GetResultMetas"))
    {
      call->invocation = invocation;
      call->ids = g_variant_dup_strv (first, NULL);
    }
  else if (g_str_equal (method, "ActivateResult"))
    {
      g_autoptr(GVariant) terms = g_variant_get_child_value (parameters, 1);

      call->ids = g_new0 (char *, 2);
      call->ids[0] = g_variant_dup_string (first, NULL);
      call->text = join_terms (terms);
      g_dbus_method_invocation_return_value (invocation, NULL);
    }
  else if (g_str_equal (method, "LaunchSearch"))
    {
      call->text = join_terms (first);
      g_dbus_method_invocation_return_value (invocation, NULL);
    }
  else
    {
      g_autoptr(GVariant) terms = g_variant_get_child_value (parameters, g_str_equal (method, "GetSubsearchResultSet") ? 1 : 0);

      call->invocation = invocation;
      call->text = join_terms (terms);
      if (self->giving_up != NULL)
        g_cancellable_cancel (self->giving_up);
      g_set_object (&self->giving_up, call->cancellable);
    }

  read_for (self, call);
}

/**
 * psr_search_provider_export:
 * @self: what the desktop's search asks
 * @connection: the bus of the session
 * @path: where on it
 * @error: return location for an error
 *
 * Lets the desktop ask.
 *
 * Returns: whether it can
 */
gboolean
psr_search_provider_export (PsrSearchProvider  *self,
                            GDBusConnection    *connection,
                            const char         *path,
                            GError            **error)
{
  static const GDBusInterfaceVTable vtable = { .method_call = on_method_call };
  g_autoptr(GDBusNodeInfo) node = NULL;

  g_return_val_if_fail (PSR_IS_SEARCH_PROVIDER (self), FALSE);
  g_return_val_if_fail (G_IS_DBUS_CONNECTION (connection), FALSE);
  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (self->registration == 0, FALSE);

  node = g_dbus_node_info_new_for_xml (interface, error);
  if (node == NULL)
    return FALSE;

  self->registration = g_dbus_connection_register_object (connection, path, node->interfaces[0], &vtable, self, NULL, error);
  g_set_object (&self->connection, connection);

  return self->registration != 0;
}

/**
 * psr_search_provider_unexport:
 * @self: what the desktop's search asks
 *
 * Lets the desktop ask nothing any more.
 */
void
psr_search_provider_unexport (PsrSearchProvider *self)
{
  g_return_if_fail (PSR_IS_SEARCH_PROVIDER (self));

  if (self->registration != 0)
    g_dbus_connection_unregister_object (self->connection, self->registration);
  self->registration = 0;
  g_clear_object (&self->connection);
  psr_search_provider_rest (self);
}

/**
 * psr_search_provider_set_desk:
 * @self: what the desktop's search asks
 * @desk: (nullable): what the application works at by now
 *
 * Has it read through the desk, while that is open.
 */
void
psr_search_provider_set_desk (PsrSearchProvider *self,
                              PsrDesk           *desk)
{
  g_return_if_fail (PSR_IS_SEARCH_PROVIDER (self));
  g_return_if_fail (desk == NULL || PSR_IS_DESK (desk));

  g_set_object (&self->desk, desk);
  g_clear_object (&self->engine);
}

/**
 * psr_search_provider_set_places:
 * @self: what the desktop's search asks
 * @profile: (type filename): the profile that the application opens by itself from now on
 * @state: (type filename): where its local state lives
 *
 * Has it read another company.
 */
void
psr_search_provider_set_places (PsrSearchProvider *self,
                                const char        *profile,
                                const char        *state)
{
  g_return_if_fail (PSR_IS_SEARCH_PROVIDER (self));
  g_return_if_fail (profile != NULL && state != NULL);

  g_set_str (&self->profile, profile);
  g_set_str (&self->state_folder, state);
  g_clear_object (&self->engine);
}

/**
 * psr_search_provider_rest:
 * @self: what the desktop's search asks
 *
 * Keeps nothing open and the application not up any more, until it is asked again.
 */
void
psr_search_provider_rest (PsrSearchProvider *self)
{
  g_return_if_fail (PSR_IS_SEARCH_PROVIDER (self));

  dex_clear (&self->resting);
  g_clear_object (&self->engine);
  if (!self->holds)
    return;

  self->holds = FALSE;
  g_application_release (self->application);
}

static void
psr_search_provider_dispose (GObject *object)
{
  PsrSearchProvider *self = PSR_SEARCH_PROVIDER (object);

  psr_search_provider_unexport (self);
  dex_clear (&self->last);
  g_clear_object (&self->giving_up);
  g_clear_object (&self->desk);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (psr_search_provider_parent_class)->dispose (object);
}

static void
psr_search_provider_finalize (GObject *object)
{
  PsrSearchProvider *self = PSR_SEARCH_PROVIDER (object);

  g_free (self->profile);
  g_free (self->state_folder);

  G_OBJECT_CLASS (psr_search_provider_parent_class)->finalize (object);
}

static void
psr_search_provider_class_init (PsrSearchProviderClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = psr_search_provider_dispose;
  G_OBJECT_CLASS (klass)->finalize = psr_search_provider_finalize;
}

static void
psr_search_provider_init (PsrSearchProvider *self)
{
}

/**
 * psr_search_provider_new:
 * @application: the application, which outlives it; it has the actions `open-work`,
 *   `open-record` and `show-work`
 * @profile: (type filename): the profile
 * @state_folder: (type filename): where the local state lives
 * @clock: the time
 *
 * Returns: (transfer full): what the desktop's search asks
 */
PsrSearchProvider *
psr_search_provider_new (GApplication *application,
                         const char   *profile,
                         const char   *state_folder,
                         PsrClock     *clock)
{
  PsrSearchProvider *self;

  g_return_val_if_fail (G_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (profile != NULL && state_folder != NULL, NULL);
  g_return_val_if_fail (PSR_IS_CLOCK (clock), NULL);

  self = g_object_new (PSR_TYPE_SEARCH_PROVIDER, NULL);
  self->application = application;
  self->profile = g_strdup (profile);
  self->state_folder = g_strdup (state_folder);
  self->clock = g_object_ref (clock);

  return self;
}
