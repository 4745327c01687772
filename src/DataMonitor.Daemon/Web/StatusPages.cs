using System.Reflection;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Runs;
using DataMonitor.Daemon.Web.Pages;

namespace DataMonitor.Daemon.Web;

/// <summary>The status pages: rendered here, complete without script.</summary>
internal static class StatusPages
{
    private const int StripRuns = 24;
    private const int ListedIncidents = 200;
    private const int ListedNotifications = 500;

    private static readonly string Version =
        typeof(StatusPages).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";

    /// <summary>Maps the pages, their assets and a friendly answer to every address that nothing else answers.</summary>
    public static RouteGroupBuilder MapStatusPages(this IEndpointRouteBuilder app, StatusSources sources)
    {
        var pages = app.MapGroup("").AddEndpointFilter(async (invocation, next) =>
        {
            SecurityHeaders.Apply(invocation.HttpContext.Response.Headers);
            try
            {
                return await next(invocation);
            }
            catch (StateException problem)
            {
                return Message(sources, "The state store does not answer", problem.Message, StatusCodes.Status503ServiceUnavailable);
            }
        });
        foreach (var asset in new[] { Assets.Stylesheet, Assets.Icon })
        {
            pages.MapGet(asset.Path, (HttpContext context) => asset.Answer(context));
        }

        pages.MapGet(Links.Overview, (HttpContext context, CancellationToken cancellationToken) => OverviewAsync(sources, context.Request.Query, cancellationToken));
        pages.MapGet(Links.Incidents, (CancellationToken cancellationToken) => IncidentsAsync(sources, cancellationToken));
        pages.MapGet(Links.Health, (CancellationToken cancellationToken) => HealthAsync(sources, cancellationToken));
        pages.MapGet("/datasets/{**name}", (string name, CancellationToken cancellationToken) => DatasetAsync(sources, name, cancellationToken));
        pages.MapFallback(() => Message(sources, "This page does not exist", "The address may be mistyped, or what it showed is gone.", StatusCodes.Status404NotFound));
        return pages;
    }

    private static async Task<IResult> OverviewAsync(StatusSources sources, IQueryCollection query, CancellationToken cancellationToken) =>
        new PageResult<OverviewPage>(new(StringComparer.Ordinal)
        {
            [nameof(OverviewPage.View)] = Overview.Of(
                sources.Catalog.Value,
                await sources.Status.NewestAsync(cancellationToken),
                await sources.Status.RecentRunsAsync(StripRuns, cancellationToken),
                await sources.Status.IncidentsAsync(null, ListedIncidents, cancellationToken),
                sources.NextRun,
                OverviewFilter.Read(query)),
            [nameof(OverviewPage.Frame)] = FrameOf(sources),
        });

    private static async Task<IResult> DatasetAsync(StatusSources sources, string name, CancellationToken cancellationToken) =>
        sources.Catalog.Value.Datasets.TryGetValue(name, out var dataset)
            ? new PageResult<DatasetPage>(new(StringComparer.Ordinal)
            {
                [nameof(DatasetPage.View)] = await DatasetView.ReadAsync(sources, dataset, cancellationToken),
                [nameof(DatasetPage.Frame)] = FrameOf(sources),
            })
            : Message(
                sources,
                "This dataset is not defined",
                $"No definition in force is called {Sentences.Quoted(name)}. It may have been renamed or removed.",
                StatusCodes.Status404NotFound);

    private static async Task<IResult> IncidentsAsync(StatusSources sources, CancellationToken cancellationToken) =>
        new PageResult<IncidentsPage>(new(StringComparer.Ordinal)
        {
            [nameof(IncidentsPage.List)] = IncidentList.Of(
                sources.Catalog.Value,
                await sources.Status.IncidentsAsync(null, ListedIncidents, cancellationToken),
                await sources.Outbox.ListAsync(null, ListedNotifications, cancellationToken)),
            [nameof(IncidentsPage.Frame)] = FrameOf(sources),
        });

    private static async Task<IResult> HealthAsync(StatusSources sources, CancellationToken cancellationToken) =>
        new PageResult<HealthPage>(new(StringComparer.Ordinal)
        {
            [nameof(HealthPage.View)] = await HealthView.ReadAsync(sources, cancellationToken),
            [nameof(HealthPage.Frame)] = FrameOf(sources),
        });

    private static PageResult<MessagePage> Message(StatusSources sources, string title, string text, int status) =>
        new(new(StringComparer.Ordinal)
        {
            [nameof(MessagePage.Title)] = title,
            [nameof(MessagePage.Text)] = text,
            [nameof(MessagePage.Frame)] = FrameOf(sources),
        }, status);

    private static Frame FrameOf(StatusSources sources) =>
        new(sources.Time.GetUtcNow(), Version, sources.Catalog.Value.Hash is { Length: > 12 } hash ? hash[..12] : sources.Catalog.Value.Hash, sources.Reload());
}
