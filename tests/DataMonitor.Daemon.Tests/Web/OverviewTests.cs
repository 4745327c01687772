using System.Collections.Immutable;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Runs;
using DataMonitor.Daemon.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace DataMonitor.Daemon.Tests.Web;

public sealed class OverviewTests
{
    [Fact]
    public void Of_Scenario_PutsWhatNeedsAttentionFirst()
    {
        var view = Of(OverviewFilter.Everything);

        view.Headline().ShouldBe("5 of 14 datasets need attention");
        view.Rows.Select(row => row.Mark).ShouldBeInOrder();
        view.Rows[0].Dataset.Name.ShouldBe(Scenario.Scores);
    }

    [Theory]
    [InlineData("?state=attention", 5)]
    [InlineData("?state=failed", 2)]
    [InlineData("?state=nonsense", 0)]
    [InlineData("?owner=finance", 2)]
    [InlineData("?tier=CRITICAL", 3)]
    [InlineData("?tier=7", 14)]
    [InlineData("?q=SCORES", 3)]
    [InlineData("?q=gold", 13)]
    [InlineData("?page=99", 14)]
    [InlineData("?owner=&tier=&q=", 14)]
    public void Of_Filtered_CountsWhatMatches(string query, int expected) => Of(Read(query)).Matching.ShouldBe(expected);

    [Fact]
    public void Link_OfAnyFilter_ReadsBackAsItself()
    {
        OverviewFilter filter = new(Scenario.HostileText, Tier.High, "failed", "a&b=c", 3, false);

        Read(new Uri("http://x" + filter.Link()).Query).ShouldBe(filter);
    }

    [Fact]
    public void Of_NewestRunMeasuredNothing_ShowsNoOlderResults()
    {
        var row = Of(OverviewFilter.Everything).Rows.Single(row => row.Dataset.Name == "billing/invoices");

        row.State!.Results.ShouldNotBeEmpty();
        row.Results.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(RunStatus.Passed, "The dataset is as expected")]
    [InlineData(RunStatus.Warned, "The dataset has warnings, nothing failed")]
    [InlineData(RunStatus.Errored, "The dataset needs attention")]
    [InlineData(null, "1 dataset is waiting for the first run")]
    public void Headline_OneDataset_IsASentence(RunStatus? status, string expected)
    {
        var state = Scenario.Status().States[Scenario.Scores];
        var catalog = Scenario.Catalog with { Datasets = Scenario.Empty.Datasets.Add(Scenario.Scores, Scenario.Catalog.Datasets[Scenario.Scores]) };

        var view = Overview.Of(catalog, status is { } known ? [state with { Run = state.Run with { Status = known } }] : [], ImmutableDictionary<string, ImmutableArray<Run>>.Empty, [], Scenario.NextRun, OverviewFilter.Everything);

        view.Headline().ShouldBe(expected);
    }

    private static Overview Of(OverviewFilter filter)
    {
        var status = Scenario.Status();
        return Overview.Of(Scenario.Catalog, status.States.Values, status.Runs.ToImmutableDictionary(StringComparer.Ordinal), status.Incidents, Scenario.NextRun, filter);
    }

    private static OverviewFilter Read(string query) => OverviewFilter.Read(new QueryCollection(QueryHelpers.ParseQuery(query)));
}
