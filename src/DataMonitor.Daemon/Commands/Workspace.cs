using System.Collections;
using System.CommandLine;
using DataMonitor.Adapters.Channels;
using DataMonitor.Adapters.Sql;
using DataMonitor.Adapters.State;
using DataMonitor.Adapters.Yaml;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Runs;
using DataMonitor.Daemon.Scheduling;
using DataMonitor.Daemon.Settings;

namespace DataMonitor.Daemon.Commands;

/// <summary>What every command starts from: the settings, and the definitions they point to.</summary>
internal sealed record Workspace(MonitorSettings Settings, IDefinitionSyntax Syntax)
{
    private const string DefaultFile = "monitor.yaml";

    /// <summary>Base of relative paths in sources: files and SQLite databases.</summary>
    public static string Root => Environment.CurrentDirectory;

    /// <exception cref="UsageException">The settings file does not exist.</exception>
    /// <exception cref="InvalidDefinitionsException">The settings are wrong.</exception>
    public static Workspace Open(ParseResult arguments)
    {
        var syntax = new DefinitionSyntax();
        var context = new ReadContext(syntax);
        var settings = SettingsReader.Read(ReadFile(arguments, context), Variables(), context);
        if (settings is null || context.Errors.Count > 0)
        {
            throw new InvalidDefinitionsException([.. context.Errors]);
        }

        return new(
            settings with
            {
                ChecksFolder = arguments.GetValue(GlobalOptions.Checks) ?? settings.ChecksFolder,
                AlertsFolder = arguments.GetValue(GlobalOptions.Alerts) ?? settings.AlertsFolder,
            },
            syntax);
    }

    /// <returns>Everything that was read, mistakes included.</returns>
    /// <exception cref="UsageException">There is no folder of definitions.</exception>
    public CatalogReading ReadCatalog() => Directory.Exists(Settings.ChecksFolder)
        ? CatalogLoader.Load(
            Settings.ChecksFolder,
            Directory.Exists(Settings.AlertsFolder) ? Settings.AlertsFolder : null,
            Syntax,
            SourceKinds.All,
            ChannelKinds.All)
        : throw new UsageException(
            $"The folder '{Settings.ChecksFolder}' does not exist.", "Change to the folder that holds it, or name it with --checks.");

    /// <returns>A catalog of sources alone, for what is done to a source without any dataset.</returns>
    public CatalogReading ReadSources() => CatalogLoader.LoadSources(Settings.ChecksFolder, Syntax, SourceKinds.All);

    /// <exception cref="InvalidDefinitionsException">A definition is wrong.</exception>
    public Catalog LoadCatalog()
    {
        var reading = ReadCatalog();
        return reading.Catalog ?? throw new InvalidDefinitionsException(reading.Errors);
    }

    /// <summary>The definitions with every dataset that they stand for. Sources that must name their tables are asked; one that does not answer is told, and its datasets are left out.</summary>
    /// <exception cref="InvalidDefinitionsException">A definition is wrong, or two take in one table.</exception>
    public async Task<(Catalog Catalog, bool IsWhole)> LoadExpandedAsync(OpenSources sources, TextWriter error, CancellationToken cancellationToken)
    {
        var (reading, silent) = await new CatalogExpander(sources, TimeProvider.System).ExpandAsync(LoadCatalog(), cancellationToken);
        foreach (var trouble in silent)
        {
            await error.WriteLineAsync($"{trouble.Message} The datasets that 'for_each' names there are left out.");
        }

        foreach (var warning in reading.Warnings)
        {
            await error.WriteLineAsync($"warning: {Problems.One(warning)}");
        }

        return (reading.Catalog ?? throw new InvalidDefinitionsException(reading.Errors), silent.IsEmpty);
    }

    /// <exception cref="StateException">The store did not answer.</exception>
    public async Task<IStateStore> OpenStateAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        var store = StateStores.Open(StateOptions, time);
        await store.MigrateAsync(cancellationToken);
        return store;
    }

    public StateOptions StateOptions => new() { Path = Settings.State.Path, PostgresConnectionString = Settings.State.Postgres?.Reveal() };

    private static DefinitionNode? ReadFile(ParseResult arguments, ReadContext context)
    {
        var named = arguments.GetValue(GlobalOptions.Config) ?? Environment.GetEnvironmentVariable("MONITOR_CONFIG");
        var path = named ?? DefaultFile;
        if (!File.Exists(path))
        {
            return named is null ? null : throw new UsageException($"The settings file '{path}' does not exist.", "Name an existing one with --config, or leave it out.");
        }

        var errors = new List<DefinitionError>();
        var node = YamlReader.Read(path, File.ReadAllBytes(path), errors);
        foreach (var error in errors)
        {
            context.Report(error.Place, error.Problem, error.Remedy);
        }

        return node;
    }

    private static IEnumerable<KeyValuePair<string, string>> Variables() => Environment.GetEnvironmentVariables()
        .Cast<DictionaryEntry>()
        .Select(entry => KeyValuePair.Create((string)entry.Key, (string?)entry.Value ?? ""));
}
