using System.Data.Common;
using System.Reflection;
using DataMonitor.Core.Runs;
using DbUp.Builder;
using DbUp.Engine;

namespace DataMonitor.Adapters.State;

/// <summary>The schema, as numbered scripts that are applied once each and never changed afterwards.</summary>
internal static class StateMigrations
{
    public const string Journal = "schema_version";

    /// <returns>Whether every script was applied; <see langword="false"/> too when there is no schema yet.</returns>
    /// <exception cref="StateException">The schema is newer than this program.</exception>
    public static async Task<bool> IsCurrentAsync(StateDialect dialect, DbConnection connection, CancellationToken cancellationToken)
    {
        var applied = await AppliedAsync(dialect, connection, cancellationToken);
        var known = Scripts(dialect).Select(script => script.Name).ToHashSet(StringComparer.Ordinal);
        return applied.IsSubsetOf(known)
            ? applied.Count == known.Count
            : throw new StateException("has the schema of a newer version", "Run that version, or restore a backup made before the upgrade.", isTransient: false);
    }

    /// <exception cref="StateException">A script could not be applied.</exception>
    public static void Apply(StateDialect dialect, UpgradeEngineBuilder builder)
    {
        var outcome = builder.WithScripts(Scripts(dialect)).WithVariablesDisabled().LogToNowhere().Build().PerformUpgrade();
        if (!outcome.Successful)
        {
            throw outcome.Error as DbException ?? throw new StateException("could not be brought up to date", "Read the log for its cause.", isTransient: false, outcome.Error);
        }
    }

    private static async Task<HashSet<string>> AppliedAsync(StateDialect dialect, DbConnection connection, CancellationToken cancellationToken)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        await using var command = connection.CreateCommand();
        dialect.FindJournal.WriteTo(command, dialect);
        if (await command.ExecuteScalarAsync(cancellationToken) is null or DBNull)
        {
            return names;
        }

        await using var list = connection.CreateCommand();
        Sql.Raw($"SELECT scriptname FROM {Journal}").WriteTo(list, dialect);
        await using var reader = await list.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            names.Add(reader.GetString(0));
        }

        return names;
    }

    private static SqlScript[] Scripts(StateDialect dialect)
    {
        var assembly = Assembly.GetExecutingAssembly();
        var prefix = $"State/{dialect.Scripts}/";
        return [.. assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => new SqlScript(name[prefix.Length..], Text(assembly, name)))];
    }

    private static string Text(Assembly assembly, string resource)
    {
        using var stream = assembly.GetManifestResourceStream(resource) ?? throw new InvalidOperationException($"The resource {resource} is missing.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
