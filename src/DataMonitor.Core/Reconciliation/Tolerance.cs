namespace DataMonitor.Core.Reconciliation;

/// <summary>How far two figures may lie apart and still count as equal.</summary>
/// <param name="Absolute">In the unit of the figure, at least 0.</param>
/// <param name="Relative">As a share of the figure on the other side, at least 0.</param>
public readonly record struct Tolerance(double Absolute, double Relative)
{
    /// <returns>
    /// The distance of <paramref name="here"/> from <paramref name="there"/> as a share of <paramref name="there"/>, 0 when it is tolerated.
    /// Two figures that are both absent are equal; one that is absent on one side, or 0 on the other side alone, is a whole apart: 1.
    /// </returns>
    public double Deviation(double? here, double? there)
    {
        if (here is not { } left || there is not { } right)
        {
            return here is null && there is null ? 0 : 1;
        }

        var distance = Math.Abs(left - right);
        if (distance <= Absolute || distance <= Relative * Math.Abs(right))
        {
            return 0;
        }

        var share = distance / Math.Abs(right);
        return double.IsFinite(share) ? share : 1;
    }
}
