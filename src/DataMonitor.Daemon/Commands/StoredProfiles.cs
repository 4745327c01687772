using DataMonitor.Core.Planning;
using DataMonitor.Core.Profiles;

namespace DataMonitor.Daemon.Commands;

/// <summary>What the profiles of partitions say together.</summary>
internal static class StoredProfiles
{
    private const int MostPartitions = 1_000;

    /// <summary>A partition may have been profiled more than once; so many runs are looked through for each that is wanted.</summary>
    private const int RunsForAPartition = 24;

    /// <exception cref="UsageException">Nothing can be merged, and why.</exception>
    public static async Task<ProfileReport> MergeAsync(Workspace workspace, ProfileTarget target, int partitions, CancellationToken cancellationToken)
    {
        var dataset = target.Dataset;
        if (partitions is < 1 or > MostPartitions)
        {
            throw new UsageException($"--stored is {partitions}.", $"Give a number from 1 to {MostPartitions}.");
        }

        if (dataset.Partition is not { } partition)
        {
            throw new UsageException($"{dataset.Name} has no partition, so that its profiles are of the same rows.", "Add 'partition:' to its definition, or leave --stored out.");
        }

        await using var store = await workspace.OpenStateAsync(TimeProvider.System, cancellationToken);
        var past = await store.ProfilesAsync(dataset.Name, TimeProvider.System.GetUtcNow().AddMinutes(1), partitions * RunsForAPartition, cancellationToken);
        var zone = TimeZoneInfo.FindSystemTimeZoneById(dataset.TimeZone);
        var newest = past.DistinctBy(run => PartitionWindows.Closed(partition, zone, run.ScheduledAt)).Take(partitions).Select(run => TableProfile.Of(run.Columns)).ToArray();
        return newest.Length == 0
            ? throw new UsageException($"No profile of {dataset.Name} is stored.", "Add a 'profile' check to it, and let it run.")
            : new(newest.Aggregate((sum, next) => sum.Merge(next)), [], [], null, []);
    }
}
