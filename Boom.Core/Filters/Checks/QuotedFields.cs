using System.Text;
using Boom.Core.Bson;
using Boom.Core.Filters.Values;

namespace Boom.Core.Filters.Checks;

/// <summary>Texts in expressions that may be paths of fields without their $.</summary>
static class QuotedFields
{
    static readonly FieldShape Unknown = new ConstantShape(ValueKinds.None);

    static readonly Dictionary<string, FieldShape> Sought = Of(
        (ValueKinds.Boolean, "eq ne gt gte lt lte and or not in"),
        (ValueKinds.Number, "cmp multiply divide mod pow abs sqrt exp ln log log10 round trunc ceil floor sin cos tan asin acos atan atan2 sinh cosh tanh"),
        (ValueKinds.Number, "degreesToRadians radiansToDegrees avg sum stdDevPop stdDevSamp size"),
        (ValueKinds.None, "add subtract max min ifNull"));

    /// <summary>Whether an operator takes values, of which a text is hardly one.</summary>
    public static bool AreSoughtIn(string name) => Sought.ContainsKey(name);

    public static bool IsComparison(string name) => name is "$eq" or "$ne" or "$gt" or "$gte" or "$lt" or "$lte" or "$cmp";

    /// <summary>What the value of an operator is.</summary>
    public static FieldShape ResultOf(string name) => Sought.GetValueOrDefault(name, Unknown);

    /// <summary>The texts among operands.</summary>
    public static IEnumerable<FieldRead> In(in FilterValue operands, string stage, bool isComparison)
    {
        var texts = new List<string>();
        var isConstant = true;
        var walker = operands.Type == BsonType.Array ? new ElementWalker(operands) : default;
        if (operands.Type != BsonType.Array)
            Look(operands);
        while (operands.Type == BsonType.Array && walker.Next())
            Look(walker.Value);
        return texts.ConvertAll(text => new FieldRead(stage, $"'{text}'", new QuotedShape(text, isComparison && isConstant && texts.Count == 1)) { IsExpression = true });

        void Look(in FilterValue operand)
        {
            var text = operand.Type == BsonType.String ? Encoding.UTF8.GetString(operand.AsUtf8()) : null;
            isConstant &= text is not null ? !text.StartsWith('$') : operand.Type is not (BsonType.Document or BsonType.Array);
            if (text is not null && !text.StartsWith('$'))
                texts.Add(text);
        }
    }

    static Dictionary<string, FieldShape> Of(params ReadOnlySpan<(ValueKinds Kind, string Names)> rows)
    {
        var shapes = new Dictionary<string, FieldShape>(StringComparer.Ordinal);
        foreach (var (kind, names) in rows)
        {
            foreach (var name in names.Split(' '))
                shapes.Add($"${name}", new ConstantShape(kind));
        }

        return shapes;
    }
}
