using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Core.Reconciliation;

/// <summary>What holds between reconciled objects once all datasets are known: one that is a dataset brings its query, filter and partition column along, and none is compared with itself.</summary>
internal static class OtherSideLinks
{
    public static DatasetReading[] Linked(IReadOnlyCollection<DatasetReading> readings, ReadContext context)
    {
        var byName = readings.Select(reading => reading.Dataset).OfType<Dataset>().ToLookup(dataset => dataset.Name, StringComparer.Ordinal);
        return [.. readings.Select(reading => reading.Dataset is { } dataset && dataset.Checks.Any(check => check is ReconcileCheck)
            ? reading with { Dataset = dataset with { Checks = dataset.Checks.Select(check => check is ReconcileCheck own ? Linked(own, dataset) : check).ToValueList() } }
            : reading)];

        ReconcileCheck Linked(ReconcileCheck check, Dataset dataset)
        {
            var side = check.Side;
            var known = byName[side.Name].FirstOrDefault();
            side = known is null
                ? side
                : side with { Object = known.Object, Filter = known.Filter, PartitionColumn = side.PartitionColumn ?? known.Partition?.Column };
            if (side.Source == dataset.Source && side.Object == dataset.Object && side.Filter == dataset.Filter && check.WhereThere == check.Header.Filter)
            {
                context.Report(check.Header.Definition, $"Check '{check.Header.Id}' compares {Sentences.Quoted(dataset.Name)} with itself.", "Name another object in 'with', or other rows with 'where_there'.");
            }

            return check with { Side = side };
        }
    }
}
