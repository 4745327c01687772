using DataMonitor.Core.Definitions;
using DataMonitor.Core.Evaluation;
using DataMonitor.Core.Planning;

namespace DataMonitor.Core.Checks;

/// <summary>The longest time between two instants of one row, such as from the event to its arrival. A negative time means that they are the wrong way round; without rows that have both there is nothing to judge.</summary>
public sealed record DelayCheck(CheckHeader Header, string Column, string Since) : Check(Header)
{
    private static readonly Field<string> SinceField = new("since", Shapes.Column, "The earlier instant, such as created_at.", isRequired: true);

    public static CheckKind Kind { get; } = new(
        "delay",
        CheckTargets.Dataset | CheckTargets.Column,
        Dimension.Timeliness,
        CheckScope.Partition,
        [MetricUnit.Seconds],
        "Judges the longest time between two instants of one row, such as from the event to its arrival.",
        [CheckFields.Column, SinceField],
        (header, values) => CheckFields.TryColumn(header, values, out var column, out var named)
            ? new DelayCheck(named, column, values.Get(SinceField)!)
            : null);

    public override ValueList<AggregateRequest> Needs => [Longest];

    public override Expectation? DefaultExpectation => null;

    private AggregateRequest Longest => Request(new LongestDelay(Column, Since));

    public override Observation Observe(Measurements measurements, ObservationContext context)
    {
        if (measurements.Number(Longest) is not { } seconds)
        {
            return Observation.None($"{Column}: no rows with both instants {Extent(context)}");
        }

        var words = seconds < 0 ? $"always before {Since}, by {Display.Seconds(-seconds)} at least" : $"at most {Display.Seconds(seconds)} after {Since}";
        return new([new(MetricUnit.Seconds, seconds)], $"{Column}: {words}");
    }
}
