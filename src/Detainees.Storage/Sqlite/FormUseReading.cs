using System.Collections.Immutable;

namespace Detainees.Storage.Sqlite;

/// <summary>What the rows of open drafts say in the clear: form and version.</summary>
internal static class FormUseReading
{
    public static ImmutableArray<FormUse>? Read(string dataDirectory)
    {
        var path = Path.Combine(Path.GetFullPath(dataDirectory), StoreOpening.DatabaseName);
        if (!File.Exists(path)) return null;
        try
        {
            // The log is there for as long as a bot has the database open, and after one that was killed.
            using var database = File.Exists(path + "-wal") ? Database.Open(path, writes: false) : Database.OpenAtRest(path);
            using var statement = database.Once(
                "SELECT form_id, form_version, count(*) FROM drafts WHERE form_id <> '' GROUP BY form_id, form_version ORDER BY form_id, form_version");
            using var row = statement.Query();
            var found = ImmutableArray.CreateBuilder<FormUse>();
            while (row.Next()) found.Add(new FormUse(row.Text(0), row.Text(1), row.Long(2)));
            return found.ToImmutable();
        }
        catch (SqliteFault)
        {
            return null;
        }
    }
}
