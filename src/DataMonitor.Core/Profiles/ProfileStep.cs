using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Evaluation;
using DataMonitor.Core.Planning;

namespace DataMonitor.Core.Profiles;

/// <summary>Figures that one step of a profile asks for; planned like a check, never judged.</summary>
internal sealed record ProfileStep(CheckHeader Header, ValueList<AggregateRequest> Asked) : Check(Header)
{
    public override ValueList<AggregateRequest> Needs => [];

    public override ValueList<AggregateRequest> Wishes => Asked;

    public override Expectation? DefaultExpectation => null;

    public override Observation Observe(Measurements measurements, ObservationContext context) => Observation.None(Header.Name);
}
