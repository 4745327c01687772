using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using DataMonitor.Adapters.Sql;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;
using DataMonitor.Core.Reconciliation;
using DataMonitor.Core.Runs;
using DataMonitor.Daemon.Commands.Reports;
using DataMonitor.Daemon.Scheduling;

namespace DataMonitor.Daemon.Commands;

/// <summary><c>monitor plan</c>: what would be measured, when, and what is new against the state store. Asks sources for nothing but names.</summary>
internal static class PlanCommand
{
    private static readonly Argument<string[]> Selectors = GlobalOptions.Selectors();

    private static readonly Option<bool> Sql = new("--sql") { Description = "Print every statement exactly as it will be sent, with its parameters as comments." };

    public static DocumentedCommand Create()
    {
        var command = new Command("plan", "Print what would run, when it is due next, and what is new or gone since the last run.") { Selectors, Sql };
        command.SetAction(RunAsync);
        return new(command, """
            monitor plan
            monitor plan shop/orders --sql
            monitor plan tag:gold
            """,
            "Sources are asked for nothing but the names of tables, and only where 'for_each' needs them. Nothing is changed.");
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var output = arguments.InvocationConfiguration.Output;
        var workspace = Workspace.Open(arguments);
        await using var sources = new OpenSources(definition => SourceKinds.Open(definition, Workspace.Root, TimeProvider.System));
        var (catalog, isWhole) = await workspace.LoadExpandedAsync(sources, arguments.InvocationConfiguration.Error, cancellationToken);
        var selectors = arguments.GetValue(Selectors) ?? [];
        var selected = Selected.From(catalog, selectors);
        var known = await KnownAsync(workspace, cancellationToken);
        Print(new(catalog, known, sources, TimeProvider.System.GetUtcNow()), selected, arguments.GetValue(Sql), output);
        foreach (var gone in known.Keys.Where(name => selectors.Length == 0 && !catalog.Datasets.ContainsKey(name)).Order(StringComparer.Ordinal))
        {
            await output.WriteAsync($"{gone}  no longer defined; its history is kept until it is too old\n");
        }

        return isWhole ? ExitCode.Passed : ExitCode.Errored;
    }

    private static void Print(Known known, ImmutableArray<Selected> selected, bool withSql, TextWriter output)
    {
        var (catalog, states, sources, now) = known;
        foreach (var (dataset, isWhole) in selected)
        {
            var plan = Planner.Plan(dataset, dataset.Checks, now, now);
            var next = OccurrenceRule.Of(dataset.Name, catalog.Datasets)?.Next(now);
            output.Write($"{dataset.Name}  {RunSummary.Counted(dataset.Checks.Count, "check")} in {RunSummary.Counted(plan.Statements.Length, "statement")}, {When(next)}\n");
            if (dataset.Pattern is { } pattern)
            {
                output.Write($"  for_each '{pattern}' in {dataset.Definition.File}:{dataset.Definition.Line}\n");
            }

            if (dataset.Templates.Count > 0)
            {
                output.Write($"  uses {dataset.Templates}\n");
            }

            if (plan.Window is { } window)
            {
                output.Write($"  rows with {window.Column} from {Instant(window.Start)} to {Instant(window.End)}\n");
            }

            WriteChanges(dataset, isWhole, states.GetValueOrDefault(dataset.Name), output);
            if (withSql)
            {
                var source = catalog.Sources[dataset.Source];
                foreach (var statement in sources.Render(source, plan).Concat(sources.RenderAlternatives(source, plan)))
                {
                    output.Write($"\n{statement.Trim()}\n");
                }

                foreach (var elsewhere in dataset.Checks.Select(check => check.Elsewhere).OfType<Elsewhere>())
                {
                    WriteElsewhere(elsewhere, plan, known, output);
                }

                output.Write('\n');
            }
        }
    }

    private static void WriteElsewhere(Elsewhere elsewhere, ScanPlan plan, Known known, TextWriter output)
    {
        foreach (var statement in known.Sources.Render(known.Catalog.Sources[elsewhere.Side.Source], elsewhere.Side.Plan(plan, elsewhere.Needs)))
        {
            output.Write($"\n-- in source {elsewhere.Side.Source}, at the same time\n{statement.Trim()}\n");
        }

        if (elsewhere.Rows is not null)
        {
            output.Write("\n-- then on both sides sums of the rows' hashes by ranges of the key's hash, finer where they differ; the types of the columns decide their text\n");
        }
    }

    private sealed record Known(Catalog Catalog, Dictionary<string, DatasetState> States, OpenSources Sources, DateTimeOffset Now);

    private static async Task<Dictionary<string, DatasetState>> KnownAsync(Workspace workspace, CancellationToken cancellationToken)
    {
        if (workspace.Settings.State.Postgres is null && !File.Exists(workspace.Settings.State.Path))
        {
            return []; // nothing ran yet, and a plan leaves no file behind
        }

        await using var store = await workspace.OpenStateAsync(TimeProvider.System, cancellationToken);
        return (await store.NewestAsync(cancellationToken)).ToDictionary(state => state.Dataset, StringComparer.Ordinal);
    }

    private static void WriteChanges(Dataset dataset, bool isWhole, DatasetState? state, TextWriter output)
    {
        if (state is null)
        {
            output.Write("  never ran\n");
            return;
        }

        output.Write($"  last ran {Instant(state.Run.ScheduledAt)}: {TextReport.WordOf(state.Run.Status)}\n");
        var before = state.Results.Select(result => result.CheckId).ToHashSet(StringComparer.Ordinal);
        foreach (var check in dataset.Checks.Where(check => !before.Contains(check.Header.Id)))
        {
            output.Write($"  new: {check.Header.Id}  {check.Header.Name}\n");
        }

        foreach (var result in state.Results.Where(result => isWhole && dataset.Checks.All(check => check.Header.Id != result.CheckId)))
        {
            output.Write($"  gone: {result.CheckId}  {result.Name}\n");
        }
    }

    private static string When(DateTimeOffset? next) => next is { } at ? $"due {Instant(at)}" : "never due by itself";

    private static string Instant(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
