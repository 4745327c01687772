using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;

namespace DataMonitor.Core.Reconciliation;

/// <summary>Chooses for each pair of columns the form in which both engines write them.</summary>
internal static class RowIdentities
{
    /// <returns>One for each side, or what keeps the rows from being compared.</returns>
    public static (RowIdentity Here, RowIdentity There, MeasureError? Problem) Of(RowPairing pairing, ValueList<ColumnSchema> here, ValueList<ColumnSchema> there, string nameThere)
    {
        MeasureError? problem = null;
        var key = pairing.Key.Select(Pair).ToArray();
        var columns = pairing.Columns.Select(Pair).ToArray();
        return (
            new(key.Select(pair => pair.Here).ToValueList(), columns.Select(pair => pair.Here).ToValueList(), pairing.Decimals),
            new(key.Select(pair => pair.There).ToValueList(), columns.Select(pair => pair.There).ToValueList(), pairing.Decimals),
            problem);

        (CanonicalColumn Here, CanonicalColumn There) Pair(ColumnPair pair)
        {
            var (left, right) = (Find(here, pair.Here, "this dataset"), Find(there, pair.There, nameThere));
            var form = CanonicalForms.Of(left.Type, right.Type);
            if (form is null)
            {
                problem ??= new(
                    $"Column '{pair.Here}' is {Words(left)} here and '{pair.There}' is {Words(right)} at {nameThere}, which cannot be compared row by row.",
                    "Cast one of them in a 'query', or leave the column out.");
            }

            return (new(pair.Here, left.Type, form ?? default), new(pair.There, right.Type, form ?? default));
        }

        ColumnSchema Find(ValueList<ColumnSchema> schema, string name, string where)
        {
            var found = schema.FirstOrDefault(column => column.Name == name);
            problem ??= found is null ? new($"Column '{name}' does not exist in {where}.", Sentences.Suggest(name, schema.Select(column => column.Name))) : null;
            return found ?? new(name, ColumnType.Other, "", null);
        }
    }

    private static string Words(ColumnSchema column) => column.NativeType.Length == 0 ? "of no type" : column.NativeType;
}
