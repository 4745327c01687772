using System.Collections.Immutable;
using System.CommandLine;
using DataMonitor.Adapters.Sql;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Profiles;
using DataMonitor.Daemon.Commands.Reports;
using Spectre.Console;

namespace DataMonitor.Daemon.Commands;

/// <summary><c>monitor profile</c>: what a table looks like, and which checks follow from it. Needs no definition but that of the source.</summary>
internal static class ProfileCommand
{
    private const string Table = "table";

    private static readonly Argument<string> Object = new("source/object")
    {
        Description = "A table or view (shop/orders), files (lake/orders/*.parquet), or a dataset by its name, those of a query too.",
    };

    private static readonly Option<string?> Where = new("--where") { Description = "SQL condition; other rows are not looked at.", HelpName = "sql" };

    private static readonly Option<string?> Columns = new("--columns") { Description = "Only these, with commas: id,email. Default: all.", HelpName = "names" };

    private static readonly Option<long> Sample = new("--sample")
    {
        Description = "Rows that are looked at for frequent values, shapes and formats; 0 for all. Everything else is measured of every row.",
        HelpName = "rows",
        DefaultValueFactory = _ => ProfileCheck.DefaultSample,
    };

    private static readonly Option<string> Format = new Option<string>("--format")
    {
        Description = "table, json or markdown.",
        HelpName = "format",
        DefaultValueFactory = _ => Table,
    }.AcceptOnlyFromAmong(Table, "json", "markdown");

    private static readonly Option<bool> ShowValues = new("--show-values") { Description = "Show values of columns too that may hold personal data." };

    private static readonly Option<int> Stored = new("--stored")
    {
        Description = "Merge what the 'profile' check kept of the last so many partitions of a dataset, without asking the source.",
        HelpName = "partitions",
    };

    private static readonly Option<string?> Suggest = new("--suggest")
    {
        Description = "Write checks that follow from the data to this file; without a name, below the folder of checks.",
        HelpName = "file",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<bool> Force = new("--force") { Description = "Let --suggest overwrite a file." };

    public static DocumentedCommand Create()
    {
        var command = new Command("profile", "Show what a table, view, query or file looks like, and suggest checks for it.")
        {
            Object, Where, Columns, Sample, Format, ShowValues, Stored, Suggest, Force,
        };
        command.SetAction(RunAsync);
        return new(command, """
            monitor profile shop/orders
            monitor profile shop/orders --columns id,email --where "country = 'DE'"
            monitor profile 'lake/orders/*.parquet' --sample 0 --format json
            monitor profile shop/orders --suggest checks/shop/orders.yaml
            monitor profile shop/orders --stored 30
            """,
            """
            Exit code: 0 profiled, 3 errored, 64 wrong use or definitions.
            Only sources.yaml is needed. Nothing is recorded: a 'profile' check does that.
            Values of columns that may hold personal data are hidden; aggregates leave the source, and the
            frequent values of the others.
            """);
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var (output, error) = (arguments.InvocationConfiguration.Output, arguments.InvocationConfiguration.Error);
        var workspace = Workspace.Open(arguments);
        var target = await TargetAsync(arguments, workspace, error);
        if (arguments.GetResult(Stored) is not null)
        {
            Write(new(target.Dataset.Name, await StoredProfiles.MergeAsync(workspace, target, arguments.GetValue(Stored), cancellationToken), arguments.GetValue(ShowValues)), arguments.GetValue(Format)!, output);
            return ExitCode.Passed;
        }

        var file = FileOf(arguments, target.Dataset, workspace);
        await using var source = SourceKinds.Open(target.Source, Workspace.Root, TimeProvider.System);
        var now = TimeProvider.System.GetUtcNow();

        var report = await WithSpinnerAsync($"profiling {target.Dataset.Name}", () => Profiler.ProfileAsync(source, target.Dataset, target.Check, now, cancellationToken));
        if (report.Profile is null)
        {
            await error.WriteLineAsync($"{report.Error!.Problem} {report.Error.Remedy}");
            return ExitCode.Errored;
        }

        if (target.Check.Columns.FirstOrDefault(wanted => report.Schema.All(column => column.Name != wanted)) is { } unknown)
        {
            throw new UsageException($"{target.Dataset.Name} has no column '{unknown}'.", Sentences.Suggest(unknown, report.Schema.Select(column => column.Name)));
        }

        Write(new(target.Dataset.Name, report, arguments.GetValue(ShowValues)), arguments.GetValue(Format)!, output);
        if (file is not null)
        {
            var text = await WithSpinnerAsync("counting what the sample suggests", () => Suggestion.WriteAsync(source, target.Dataset, target.Check, report.Profile, report.Schema, now, cancellationToken));
            await WriteAsync(file, text, cancellationToken);
            await error.WriteLineAsync($"Wrote {file}. Next: monitor validate, then monitor run '{target.Dataset.Name}'.");
        }

        return ExitCode.Passed;
    }

    private static async Task<ProfileTarget> TargetAsync(ParseResult arguments, Workspace workspace, TextWriter error)
    {
        var name = arguments.GetValue(Object)!;
        var reading = workspace.ReadCatalog();
        if (reading.Catalog is null)
        {
            var hasMistakes = reading.Errors.Any(mistake => mistake.Place.Line > 0);
            reading = workspace.ReadSources();
            if (hasMistakes && reading.Catalog is not null)
            {
                await error.WriteLineAsync("The definitions of datasets have mistakes, which 'monitor validate' tells; only the sources were read.");
            }
        }

        var catalog = reading.Catalog ?? throw new InvalidDefinitionsException(reading.Errors);
        var sample = arguments.GetValue(Sample);
        if (sample is < 0 or > 0 and < 1_000)
        {
            throw new UsageException($"--sample is {sample}.", "Give at least 1000 rows, or 0 for all.");
        }

        ValueList<string> columns = [.. (arguments.GetValue(Columns) ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
        return ProfileTarget.Of(name, catalog, columns, arguments.GetValue(Where), sample, workspace.Syntax);
    }

    /// <returns>Where the suggestion goes; <see langword="null"/> when none is asked for.</returns>
    private static string? FileOf(ParseResult arguments, Dataset dataset, Workspace workspace)
    {
        if (arguments.GetResult(Suggest) is null)
        {
            return null;
        }

        var plain = string.Concat(dataset.Name.Split('/', 2)[1].Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-' ? letter : '-')).Trim('-', '.');
        var file = arguments.GetValue(Suggest) ?? Path.Combine(workspace.Settings.ChecksFolder, dataset.Source, $"{(plain.Length == 0 ? "dataset" : plain)}.yaml");
        return !File.Exists(file) || arguments.GetValue(Force)
            ? file
            : throw new UsageException($"The file '{file}' exists.", "Name another, or overwrite it with --force.");
    }

    private static async Task WriteAsync(string file, string text, CancellationToken cancellationToken)
    {
        try
        {
            if (Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder)
            {
                Directory.CreateDirectory(folder);
            }

            await File.WriteAllTextAsync(file, text, cancellationToken);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"The file '{file}' cannot be written.", "Name one in a folder that this user may write.");
        }
    }

    private static void Write(ProfileView view, string format, TextWriter output)
    {
        switch (format)
        {
            case "json":
                ProfileJson.Write(view, output);
                break;
            case "markdown":
                ProfileTables.WriteMarkdown(view, output);
                break;
            case Table when ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected:
                ProfileTables.Write(view, AnsiConsole.Console);
                break;
            default:
                ProfileTables.WriteText(view, output);
                break;
        }
    }

    /// <summary>On the error stream, when a person looks at it: what is piped stays clean.</summary>
    private static async Task<T> WithSpinnerAsync<T>(string what, Func<Task<T>> work) => Console.IsErrorRedirected
        ? await work()
        : await AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(Console.Error) }).Status().StartAsync(Markup.Escape(what), _ => work());
}

/// <summary>What is profiled, where it is, and how closely.</summary>
internal sealed record ProfileTarget(Dataset Dataset, SourceDefinition Source, ProfileCheck Check)
{
    /// <exception cref="UsageException">There is no such source, or the object cannot be named so.</exception>
    public static ProfileTarget Of(string name, Catalog catalog, ValueList<string> columns, string? where, long sample, IDefinitionSyntax syntax)
    {
        var check = new ProfileCheck(
            new("profile", ProfileCheck.Kind.Key, "profile", null, ProfileCheck.Kind.Dimension, null, CheckScope.Table, null, null, default), null, columns, 20, sample);
        if (!catalog.Datasets.TryGetValue(name, out var dataset))
        {
            var forms = catalog.Sources.ToImmutableDictionary(
                source => source.Key, source => SourceKinds.All.FirstOrDefault(kind => kind.Key == source.Value.Header.Kind)?.Objects, StringComparer.Ordinal);
            dataset = AdHocDataset.Of(name, forms, [check], syntax, out var errors) ?? throw new UsageException(errors[0].Problem, errors[0].Remedy);
        }

        var filter = (dataset.Filter, where) switch
        {
            ({ } own, { } further) => $"(\n{own}\n) AND (\n{further}\n)",
            var (own, further) => own ?? further,
        };
        return new(dataset with { Checks = [check], Filter = filter }, catalog.Sources[dataset.Source], check);
    }
}
