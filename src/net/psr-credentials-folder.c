/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-credentials-folder"

#include "config.h"

#include "psr-credentials-folder.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-explain.h"
#include "psr-net-future.h"
#include "psr-wipe.h"

#define MAX_SIZE (64 * 1024)

struct _PsrCredentialsFolder
{
  GObject  parent_instance;
  GFile   *folder;
};

static void psr_credentials_folder_iface_init (PsrSecretStoreInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PsrCredentialsFolder, psr_credentials_folder, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (PSR_TYPE_SECRET_STORE, psr_credentials_folder_iface_init))

static DexFuture *
reject (GFile      *file,
        int         code,
        const char *why,
        const char *mend)
{
  g_autofree char *what = g_strdup_printf (_("The secret in “%s” can’t be used."), g_file_peek_path (file));
  GError *error = NULL;

  psr_set_explained_error (&error, PSR_SECRET_ERROR, code, what, why, mend);

  return dex_future_new_for_error (error);
}

static DexFuture *
reject_reading (GFile        *file,
                const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    return reject (file, PSR_SECRET_ERROR_NOT_FOUND, _("There is no such file."),
                   _("Put the secret into that file, or leave out the credentials folder to use the keyring."));

  return reject (file, PSR_SECRET_ERROR_FAILED, error->message,
                 _("Make the file readable for the user who runs Passerelle, and for nobody else."));
}

/* An editor or “echo” ends the file with a line break; only that one goes. */
static void
strip_line_break (char  *text,
                  gsize *length)
{
  if (*length > 0 && text[*length - 1] == '\n')
    (*length)--;

  if (*length > 0 && text[*length - 1] == '\r')
    (*length)--;

  text[*length] = '\0';
}

static DexFuture *
lookup_fiber (gpointer data)
{
  GFile *file = data;
  g_autoptr (GFileInfo) info = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (PsrSecret) secret = NULL;
  GBytes *bytes;
  gpointer content;
  char *text;
  gsize length;
  gsize text_length;
  gboolean valid;

  info = dex_await_object (dex_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_SIZE "," G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_UNIX_MODE,
                                                G_FILE_QUERY_INFO_NONE, G_PRIORITY_DEFAULT),
                           &error);

  if (info == NULL)
    return reject_reading (file, error);

  if (g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR || g_file_info_get_size (info) > MAX_SIZE)
    return reject (file, PSR_SECRET_ERROR_INVALID, _("It isn’t a small file."), _("Put nothing but the secret into it."));

  if ((g_file_info_get_attribute_uint32 (info, G_FILE_ATTRIBUTE_UNIX_MODE) & 077) != 0)
    g_message ("%s can be read by other users", g_file_peek_path (file));

  bytes = dex_await_boxed (dex_file_load_contents_bytes (file), &error);

  if (bytes == NULL)
    return reject_reading (file, error);

  content = g_bytes_unref_to_data (bytes, &length);
  text = g_malloc (length + 1);

  if (length > 0)
    {
      memcpy (text, content, length);
      explicit_bzero (content, length);
    }

  g_free (content);
  text_length = length;
  strip_line_break (text, &text_length);
  valid = text_length > 0 && strlen (text) == text_length && g_utf8_validate (text, -1, NULL);

  if (valid)
    secret = psr_secret_new (text);

  explicit_bzero (text, length);
  g_free (text);

  /* As good as no file: systemd's SetCredential= makes it where there is none. */
  if (text_length == 0)
    return reject (file, PSR_SECRET_ERROR_NOT_FOUND, _("The file is missing or empty."),
                   _("Put the secret into that file, or leave out the credentials folder to use the keyring."));
  if (secret == NULL)
    return reject (file, PSR_SECRET_ERROR_INVALID, _("It isn’t UTF-8 text."), _("Put nothing but the secret into it."));

  return dex_future_new_take_boxed (PSR_TYPE_SECRET, g_steal_pointer (&secret));
}

static DexFuture *
psr_credentials_folder_lookup (PsrSecretStore *store,
                               const char     *name)
{
  PsrCredentialsFolder *self = PSR_CREDENTIALS_FOLDER (store);

  return psr_net_spawn (lookup_fiber, g_file_get_child (self->folder, name), g_object_unref);
}

static DexFuture *
refuse_writing (PsrCredentialsFolder *self,
                const char           *name)
{
  g_autoptr (GFile) file = g_file_get_child (self->folder, name);

  return reject (file, PSR_SECRET_ERROR_READ_ONLY, _("Passerelle only reads a credentials folder."),
                 _("Change the file yourself, or leave out the credentials folder to use the keyring."));
}

static DexFuture *
psr_credentials_folder_store (PsrSecretStore *store,
                              const char     *name,
                              const char     *value)
{
  return refuse_writing (PSR_CREDENTIALS_FOLDER (store), name);
}

static DexFuture *
psr_credentials_folder_clear (PsrSecretStore *store,
                              const char     *name)
{
  return refuse_writing (PSR_CREDENTIALS_FOLDER (store), name);
}

static char *
psr_credentials_folder_dup_path (PsrSecretStore *store,
                                 const char     *name)
{
  g_autoptr (GFile) file = g_file_get_child (PSR_CREDENTIALS_FOLDER (store)->folder, name);

  return g_file_get_path (file);
}

static void
psr_credentials_folder_iface_init (PsrSecretStoreInterface *iface)
{
  iface->lookup = psr_credentials_folder_lookup;
  iface->store = psr_credentials_folder_store;
  iface->clear = psr_credentials_folder_clear;
  iface->dup_path = psr_credentials_folder_dup_path;
}

static void
psr_credentials_folder_finalize (GObject *object)
{
  PsrCredentialsFolder *self = PSR_CREDENTIALS_FOLDER (object);

  g_clear_object (&self->folder);

  G_OBJECT_CLASS (psr_credentials_folder_parent_class)->finalize (object);
}

static void
psr_credentials_folder_class_init (PsrCredentialsFolderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = psr_credentials_folder_finalize;
}

static void
psr_credentials_folder_init (PsrCredentialsFolder *self)
{
}

/**
 * psr_credentials_folder_new:
 * @path: a folder, such as the one that systemd's LoadCredential= makes
 *
 * For servers without a keyring: each secret is a file named like it. One line
 * break at the end of the file isn't part of the secret.
 *
 * Returns: (transfer full): a store that can only be read
 */
PsrSecretStore *
psr_credentials_folder_new (const char *path)
{
  PsrCredentialsFolder *self;

  g_return_val_if_fail (path != NULL, NULL);

  self = g_object_new (PSR_TYPE_CREDENTIALS_FOLDER, NULL);
  self->folder = g_file_new_for_path (path);

  return PSR_SECRET_STORE (self);
}
