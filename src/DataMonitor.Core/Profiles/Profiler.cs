using System.Collections.Immutable;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;

namespace DataMonitor.Core.Profiles;

/// <summary>Carries profiles through the steps that cannot be planned at once: what columns there are, then their figures, then histograms between edges that a sample told.</summary>
/// <remarks>Once a profile is stored its edges are known, and the last step falls away. Steps see snapshots of their own: a profile is not judged.</remarks>
public static class Profiler
{
    /// <summary>Asks what the profiles among the checks of a dataset must know before they can be planned.</summary>
    /// <param name="last">The last profile of the dataset.</param>
    /// <returns>The checks in their order, profiles ready to be planned; one whose table could not be read stays as it was, and its plan tells why.</returns>
    /// <exception cref="SourceException">The source did not answer.</exception>
    public static async Task<ProfileSteps> PrepareAsync(
        IMetricSource source, Dataset dataset, ValueList<ColumnProfile> last, DateTimeOffset scheduledAt, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var profiles = dataset.Checks.OfType<ProfileCheck>().ToArray();
        if (profiles.Length == 0)
        {
            return new(dataset.Checks, null, []);
        }

        var survey = await ScanAsync(source, dataset, profiles.Select(profile => new ProfileStep(profile.Header, profile.SurveyNeeds)), scheduledAt, now, cancellationToken);
        var checks = dataset.Checks.Select(check => check is ProfileCheck profile ? Prepared(profile, survey, last, isMerged: dataset.Partition is not null) : check).ToArray();
        return new(checks, survey.Values.Values.OfType<SchemaValue>().FirstOrDefault()?.Columns, survey.Statements);
    }

    /// <summary>Measures the histograms whose edges were told by the scan that has just ended.</summary>
    /// <param name="checks">As they were scanned.</param>
    /// <param name="profiles">What they saw.</param>
    /// <returns>The profiles; without those histograms where the source has fallen silent since.</returns>
    public static async Task<CompletedProfiles> CompleteAsync(
        IMetricSource source, ScanPlan plan, IReadOnlyList<Check> checks, ScanResult scan, ImmutableArray<ColumnProfile> profiles, DateTimeOffset scheduledAt, CancellationToken cancellationToken)
    {
        var steps = checks.OfType<ProfileCheck>()
            .Where(profile => profile.Survey is not null)
            .Select(profile => new ProfileStep(profile.Header, profile.HistogramNeeds(Measured(plan, scan, profile))))
            .Where(step => step.Asked.Count > 0)
            .ToArray();
        if (steps.Length == 0)
        {
            return new(profiles, []);
        }

        ScanResult answers;
        try
        {
            answers = await ScanAsync(source, plan.Dataset, steps, scheduledAt, plan.Now, cancellationToken);
        }
        catch (SourceException)
        {
            return new(profiles, []);
        }

        var histograms = answers.Values
            .Where(answer => answer.Value is HistogramValue)
            .DistinctBy(answer => ((HistogramCounts)answer.Key.Aggregate).Column, StringComparer.Ordinal)
            .ToDictionary(answer => ((HistogramCounts)answer.Key.Aggregate).Column, answer => ((HistogramValue)answer.Value).Histogram, StringComparer.Ordinal);
        return new(
            [.. profiles.Select(profile => profile.Histogram is null && histograms.TryGetValue(profile.Column, out var histogram) ? profile with { Histogram = histogram } : profile)],
            answers.Statements);
    }

    /// <summary>Profiles a dataset on its own.</summary>
    /// <exception cref="SourceException">The source did not answer.</exception>
    public static async Task<ProfileReport> ProfileAsync(IMetricSource source, Dataset dataset, ProfileCheck profile, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var prepared = await PrepareAsync(source, dataset with { Checks = [profile] }, [], now, now, cancellationToken);
        var plan = Planner.Plan(dataset, prepared.Checks, now, now);
        var scan = await source.ScanAsync(plan, cancellationToken);
        var check = (ProfileCheck)prepared.Checks[0];
        if (check.Needs.Select(need => scan.Values[plan.Resolve(need)]).OfType<MeasureError>().FirstOrDefault() is { } error)
        {
            return new(null, [], [], error, scan.Statements);
        }

        var measured = Measured(plan, scan, check);
        var completed = await CompleteAsync(source, plan, prepared.Checks, scan, [.. check.Profiles(measured)], now, cancellationToken);
        var gaps = check.Wishes.Select(wish => measured.Find(wish)).OfType<MeasureError>().Distinct().ToArray();
        return new(
            TableProfile.Of(completed.Profiles.ToValueList()) with { Rows = measured.Count(check.Needs.First(need => need.Aggregate is RowCount)) },
            check.Survey?.Schema ?? [],
            gaps.Select(gap => gap.Problem).ToValueList(),
            null,
            [.. prepared.Statements, .. scan.Statements, .. completed.Statements]);
    }

    /// <summary>Measures further figures of a dataset.</summary>
    /// <returns>Under the requests as they were asked.</returns>
    /// <exception cref="SourceException">The source did not answer.</exception>
    internal static async Task<Measurements> AskAsync(
        IMetricSource source, Dataset dataset, CheckHeader header, ValueList<AggregateRequest> requests, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var step = new ProfileStep(header, requests);
        var plan = Planner.Plan(dataset, [step], now, now);
        return Measured(plan, await source.ScanAsync(plan, cancellationToken), step);
    }

    private static ProfileCheck Prepared(ProfileCheck profile, ScanResult survey, ValueList<ColumnProfile> last, bool isMerged)
    {
        var answers = profile.SurveyNeeds.Select(need => survey.Values.GetValueOrDefault(need) ?? survey.Values[need with { Scope = CheckScope.Table }]).ToArray();
        return answers is [SchemaValue schema, NumberValue rows] && (profile.Column is null || schema.Columns.Any(column => column.Name == profile.Column))
            ? profile with { Survey = TableSurvey.Of((long)(rows.Number ?? 0), schema.Columns, IsWanted, isMerged, last) }
            : profile;

        bool IsWanted(string column) => profile.Column is { } only ? column == only : profile.Columns.Count == 0 || profile.Columns.Contains(column, StringComparer.Ordinal);
    }

    private static async Task<ScanResult> ScanAsync(
        IMetricSource source, Dataset dataset, IEnumerable<Check> steps, DateTimeOffset scheduledAt, DateTimeOffset now, CancellationToken cancellationToken) =>
        await source.ScanAsync(Planner.Plan(dataset, steps, scheduledAt, now), cancellationToken);

    private static Measurements Measured(ScanPlan plan, ScanResult scan, Check check) =>
        new(check.Needs.Concat(check.Wishes).Distinct().ToDictionary(request => request, request => scan.Values[plan.Resolve(request)]));
}

/// <param name="Checks">Ready to be planned.</param>
/// <param name="Schema">Columns of the table, where they were asked for.</param>
/// <param name="Statements">What was sent to make them so.</param>
public sealed record ProfileSteps(IReadOnlyList<Check> Checks, ValueList<ColumnSchema>? Schema, ImmutableArray<StatementCost> Statements);

public sealed record CompletedProfiles(ImmutableArray<ColumnProfile> Profiles, ImmutableArray<StatementCost> Statements);

/// <param name="Profile"><see langword="null"/> exactly when <paramref name="Error"/> tells why.</param>
/// <param name="Schema">Every column of the table.</param>
/// <param name="Gaps">What could not be measured, a sentence each.</param>
public sealed record ProfileReport(TableProfile? Profile, ValueList<ColumnSchema> Schema, ValueList<string> Gaps, MeasureError? Error, ImmutableArray<StatementCost> Statements);
