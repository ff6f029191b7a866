/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "bench-pull"

/* Pulls all customers of a Business Central as the flow of the customers does
 * and stores them in the mirror, and nothing else:
 *
 *   bench-pull URL COMPANY-ID PAGE-SIZE STATE-FOLDER CREDENTIALS-FOLDER
 *
 * Prints rows, seconds, and kibibytes of memory at the start and at the peak.
 */

#include "config.h"

#include <libdex.h>
#include <stdio.h>

#include "psr-basic-token-source.h"
#include "psr-bc-client.h"
#include "psr-credentials-folder.h"
#include "psr-soup-transport.h"
#include "psr-store.h"
#include "psr-sync-candidate.h"
#include "psr-sync-context.h"
#include "psr-system-clock.h"
#include "psr-system-random.h"
#include "psr-test.h"
#include "psr-thread-executor.h"
#include "psr-throttle.h"

typedef struct
{
  const char *url;
  const char *company;
  guint       page_size;
  const char *state;
  const char *credentials;
  guint       rows;
} Bench;

static guint64
get_memory (const char *name)
{
  g_autofree char *contents = NULL;
  const char *at;

  if (!g_file_get_contents ("/proc/self/status", &contents, NULL, NULL))
    return 0;
  at = strstr (contents, name);

  return at != NULL ? g_ascii_strtoull (at + strlen (name) + 1, NULL, 10) : 0;
}

/* The customer's own record, as the flow stores it: what its default contact is to be
 * is mapped and compared, and stored only once Wello has it.
 */
static void
add_page (PsrMirrorPage       *page,
          GPtrArray           *candidates,
          const PsrSyncTarget *targets)
{
  for (guint i = 0; i < candidates->len; i++)
    {
      const PsrSyncCandidate *candidate = candidates->pdata[i];

      g_autoptr(PsrMirrorRecord) record = NULL;

      g_assert_no_error (candidate->problem);
      record = psr_mirror_record_new_read (targets[0].entity, PSR_MIRROR_BC, candidate->id, candidate->number,
                                           candidate->parts[0].hash, candidate->parts[0].values);
      record->modified = candidate->modified;
      psr_mirror_page_add_record (page, record);
    }
}

static PsrServiceClient *
make_service (Bench           *bench,
              PsrServiceKind   kind,
              PsrClock        *clock,
              PsrRandom       *random,
              PsrExecutor     *executor)
{
  g_autoptr(PsrTransport) transport = NULL;
  g_autoptr(PsrSecretStore) secrets = psr_credentials_folder_new (bench->credentials);
  g_autoptr(PsrTokenSource) tokens = NULL;
  g_autoptr(PsrThrottle) throttle = NULL;
  GError *error = NULL;

  transport = psr_soup_transport_new ("Passerelle", NULL, NULL, 8, clock, &error);
  g_assert_no_error (error);
  tokens = psr_basic_token_source_new (kind, "user", NULL, secrets, "bc-password");
  throttle = psr_throttle_new_for_bc (clock);

  return psr_service_client_new (transport, tokens, throttle, clock, random, executor, kind);
}

static DexFuture *
read_page (PsrODataPager *pager,
           PsrSyncMaps   *maps)
{
  return psr_odata_pager_next_items (pager, psr_sync_candidate_make_rows, psr_sync_maps_ref (maps), psr_sync_maps_unref);
}

static DexFuture *
pull (gpointer data)
{
  Bench *bench = data;
  g_autoptr(PsrClock) clock = psr_system_clock_new ();
  g_autoptr(PsrRandom) random = psr_system_random_new ();
  g_autoptr(PsrExecutor) executor = psr_thread_executor_new ();
  g_autoptr(PsrServiceClient) bc_service = make_service (bench, PSR_SERVICE_BC, clock, random, executor);
  g_autoptr(PsrServiceClient) wello_service = make_service (bench, PSR_SERVICE_WELLO, clock, random, executor);
  g_autoptr(PsrBcEndpoint) endpoint = psr_bc_endpoint_new (bench->url, NULL, FALSE, NULL, "v2.0");
  g_autoptr(PsrBcClient) bc = psr_bc_client_new (bc_service, endpoint);
  g_autoptr(PsrWelloClient) wello = psr_wello_client_new (wello_service, bench->url);
  g_autoptr(PsrStateFolder) folder = NULL;
  g_autoptr(PsrStore) store = NULL;
  g_autoptr(PsrSyncContext) context = NULL;
  g_autoptr(PsrODataPager) pager = NULL;
  g_autofree char *select = NULL;
  PsrSyncTarget targets[PSR_SYNC_MAX_PARTS];
  PsrSyncMaps *maps;
  DexFuture *next;
  guint n_parts;
  GError *error = NULL;

  folder = psr_state_folder_open (bench->state, clock, &error);
  g_assert_no_error (error);
  store = dex_await_object (psr_store_open (folder, executor), &error);
  g_assert_no_error (error);
  context = psr_sync_context_new (bc, wello, psr_store_get_links (store), psr_store_get_mirror (store),
                                  clock, executor, NULL, NULL, &error);
  g_assert_no_error (error);

  n_parts = psr_sync_target_list (context, PSR_SYNC_CUSTOMERS, targets);
  maps = psr_sync_maps_new (targets, n_parts);
  select = psr_sync_target_dup_bc_select (context, PSR_SYNC_CUSTOMERS);
  psr_bc_client_set_company (bc, bench->company);
  pager = psr_bc_client_pull (bc, PSR_BC_SET_CUSTOMERS, select, NULL, PSR_TIMESTAMP_NONE, bench->page_size, NULL);

  /* A page ahead of the one that is stored, as the flow does. */
  next = read_page (pager, maps);
  while (next != NULL)
    {
      g_autoptr(PsrODataPage) page = NULL;
      g_autoptr(PsrMirrorPage) stored = psr_mirror_page_new ();
      GPtrArray *candidates;

      page = dex_await_object (g_steal_pointer (&next), &error);
      g_assert_no_error (error);
      if (!psr_odata_pager_is_done (pager))
        next = read_page (pager, maps);

      candidates = psr_odata_page_get_rows (page);
      add_page (stored, candidates, targets);
      bench->rows += candidates->len;
      dex_await (psr_mirror_store_commit (psr_store_get_mirror (store), stored), &error);
      g_assert_no_error (error);
    }

  psr_sync_maps_unref (maps);

  return dex_future_new_true ();
}

int
main (int   argc,
      char *argv[])
{
  Bench bench = { 0, };
  guint64 before;
  gint64 started;

  if (argc != 6)
    {
      fputs ("bench-pull URL COMPANY-ID PAGE-SIZE STATE-FOLDER CREDENTIALS-FOLDER\n", stderr);
      return 2;
    }

  bench.url = argv[1];
  bench.company = argv[2];
  bench.page_size = (guint) g_ascii_strtoull (argv[3], NULL, 10);
  bench.state = argv[4];
  bench.credentials = argv[5];

  dex_init ();
  before = get_memory ("VmRSS:");
  started = g_get_monotonic_time ();
  dex_unref (psr_test_run_fiber (pull, &bench));

  printf ("%u %.6f %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT "\n", bench.rows,
          (double) (g_get_monotonic_time () - started) / G_USEC_PER_SEC, before, get_memory ("VmHWM:"));

  return 0;
}
