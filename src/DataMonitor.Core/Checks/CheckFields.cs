using System.Diagnostics.CodeAnalysis;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Core.Checks;

/// <summary>Keys that several kinds share.</summary>
internal static class CheckFields
{
    public static Field<string> Column { get; } = new("column", Shapes.Column, "The column that is looked at; not needed under 'columns:'.");

    /// <summary>Finds the column of a check that stands under a column or names one.</summary>
    /// <param name="named">The header with the column.</param>
    public static bool TryColumn(CheckHeader header, FieldValues values, [NotNullWhen(true)] out string? column, out CheckHeader named)
    {
        var written = values.Get(Column);
        column = header.Column ?? written;
        named = header with { Column = column };
        if (column is null)
        {
            values.Context.Report(values.Place, $"Check '{header.Kind}' lacks 'column'.", "Name the column, or move the check under it in 'columns:'.");
            return false;
        }

        if (written is not null && written != column)
        {
            values.Context.Report(values.PlaceOf(Column), $"'column' is '{written}', but the check stands under '{column}'.", "Leave 'column' out here.");
            return false;
        }

        return true;
    }

    /// <summary>For kinds that mean nothing without an expectation.</summary>
    public static bool HasExpectation(CheckHeader header, FieldValues values, string example)
    {
        if (header.Expect is not null)
        {
            return true;
        }

        values.Context.Report(values.Place, $"Check '{header.Kind}' lacks 'expect'.", $"Say what good looks like, such as expect: \"{example}\".");
        return false;
    }
}
