/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-demo"

#include "config.h"

#include <glib/gstdio.h>

#include "psr-demo.h"
#include "psr-sandbox-process.h"
#include "psr-scratch-folder.h"

/**
 * PsrDemo:
 *
 * Stand-ins of both services with a profile and a state of their own, all of
 * which is gone when this object is.
 */
struct _PsrDemo
{
  GObject            parent_instance;

  PsrSandboxProcess *sandbox;
  char              *folder;
  char              *profile;
  char              *state;
  char              *credentials;
};

G_DEFINE_FINAL_TYPE (PsrDemo, psr_demo, G_TYPE_OBJECT)

static DexFuture *
start_fiber (gpointer data)
{
  PsrDemo *self = PSR_DEMO (data);
  const char *options[] = { NULL };
  GError *error = NULL;

  self->folder = g_dir_make_tmp ("passerelle-demo-XXXXXX", &error);
  if (self->folder == NULL)
    return dex_future_new_for_error (error);

  self->profile = g_build_filename (self->folder, "profile.ini", NULL);
  self->state = g_build_filename (self->folder, "state", NULL);
  self->credentials = g_build_filename (self->folder, "credentials", NULL);
  self->sandbox = dex_await_object (psr_sandbox_process_start (options), &error);
  if (self->sandbox == NULL ||
      !psr_sandbox_process_write_profile (self->sandbox, self->folder, &error))
    return dex_future_new_for_error (error);

  return dex_future_new_for_object (self);
}

/**
 * psr_demo_start:
 *
 * Starts the stand-ins.
 *
 * Returns: (transfer full): a future that resolves to a #PsrDemo
 */
DexFuture *
psr_demo_start (void)
{
  return dex_scheduler_spawn (NULL, 0, start_fiber, g_object_new (PSR_TYPE_DEMO, NULL), g_object_unref);
}

/**
 * psr_demo_get_profile:
 * @self: the stand-ins
 *
 * Returns: (type filename): their profile
 */
const char *
psr_demo_get_profile (PsrDemo *self)
{
  g_return_val_if_fail (PSR_IS_DEMO (self), NULL);

  return self->profile;
}

/**
 * psr_demo_get_state:
 * @self: the stand-ins
 *
 * Returns: (type filename): the folder for the local state
 */
const char *
psr_demo_get_state (PsrDemo *self)
{
  g_return_val_if_fail (PSR_IS_DEMO (self), NULL);

  return self->state;
}

/**
 * psr_demo_get_credentials:
 * @self: the stand-ins
 *
 * Returns: (type filename): the folder with their secrets
 */
const char *
psr_demo_get_credentials (PsrDemo *self)
{
  g_return_val_if_fail (PSR_IS_DEMO (self), NULL);

  return self->credentials;
}

static void
psr_demo_dispose (GObject *object)
{
  PsrDemo *self = PSR_DEMO (object);

  g_clear_object (&self->sandbox);
  if (self->folder != NULL)
    psr_scratch_folder_remove (self->folder);
  g_clear_pointer (&self->folder, g_free);
  g_clear_pointer (&self->profile, g_free);
  g_clear_pointer (&self->state, g_free);
  g_clear_pointer (&self->credentials, g_free);

  G_OBJECT_CLASS (psr_demo_parent_class)->dispose (object);
}

static void
psr_demo_class_init (PsrDemoClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = psr_demo_dispose;
}

static void
psr_demo_init (PsrDemo *self)
{
}
