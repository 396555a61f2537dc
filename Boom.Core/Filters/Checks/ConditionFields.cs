using System.Text;
using Boom.Core.Bson;
using Boom.Core.Filters.Values;

namespace Boom.Core.Filters.Checks;

/// <summary>Fields that conditions of a <c>$match</c> ask for.</summary>
/// <param name="expressions">Reads what stands behind <c>$expr</c>.</param>
/// <param name="reads">Takes what is found.</param>
sealed class ConditionFields(ExpressionFields expressions, List<FieldRead> reads)
{
    /// <param name="conditions">The object of conditions.</param>
    /// <param name="of">What their paths begin at.</param>
    public void Conditions(in FilterValue conditions, FieldShape of)
    {
        if (conditions.Type != BsonType.Document)
            return;
        var walker = new ElementWalker(conditions);
        while (walker.Next())
        {
            var name = Encoding.UTF8.GetString(walker.Name);
            if (name is "$and" or "$or" or "$nor")
                Each(walker.Value, of);
            else if (name == "$expr")
                Expression(walker.Value);
            else if (!name.StartsWith('$'))
                OnPath(name, walker.Value, of);
        }
    }

    void Expression(in FilterValue expression)
    {
        expressions.Read(expression);
        if (expression.Type == BsonType.String)
            expressions.Quoted(expression);
    }

    void Each(in FilterValue conditions, FieldShape of)
    {
        if (conditions.Type != BsonType.Array)
            return;
        var walker = new ElementWalker(conditions);
        while (walker.Next())
            Conditions(walker.Value, of);
    }

    void OnPath(string path, in FilterValue test, FieldShape of)
    {
        var shape = of;
        foreach (var name in path.Split('.'))
        {
            // A number is a place in an array, unless an object has made it a name.
            if (!IsWhole(name) || shape is MadeShape made && made.Fields.ContainsKey(name))
                shape = shape.Child(name);
        }

        Test(new FieldRead(expressions.Stage, path, shape), test);
    }

    void Test(FieldRead read, in FilterValue test)
    {
        if (test.Type == BsonType.Document && new ElementWalker(test) is var walker && walker.Next() && walker.Name.StartsWith("$"u8))
        {
            do
                Operator(read, Encoding.UTF8.GetString(walker.Name), walker.Value);
            while (walker.Next());
        }
        else
        {
            if (BareOperator(test) is { } name)
                reads.Add(new FieldRead(read.Stage, read.Path, new BareOperatorShape(name)));
            Compare(read, test);
        }
    }

    // Names that are those of fields as well, such as type and size, are left out.
    static string? BareOperator(in FilterValue test)
    {
        if (test.Type != BsonType.Document)
            return null;
        var walker = new ElementWalker(test);
        var name = walker.Next() ? Encoding.UTF8.GetString(walker.Name) : "";
        return name is "eq" or "ne" or "gt" or "gte" or "lt" or "lte" or "in" or "nin" or "exists" or "elemMatch" or "regex" ? name : null;
    }

    void Operator(FieldRead read, string name, in FilterValue operand)
    {
        switch (name)
        {
            case "$eq" or "$gt" or "$gte" or "$lt" or "$lte":
                Compare(read, operand);
                break;
            case "$ne":
                Compare(read with { IsNegated = true, MayBeAbsent = true }, operand);
                break;
            case "$in":
                OneOf(read, operand);
                break;
            case "$nin":
                OneOf(read with { IsNegated = true, MayBeAbsent = true }, operand);
                break;
            case "$not":
                Test(read with { MayBeAbsent = true }, operand);
                break;
            case "$elemMatch":
                reads.Add(read);
                if (operand.Type == BsonType.Document && new ElementWalker(operand) is var walker && walker.Next() && !walker.Name.StartsWith("$"u8))
                    Conditions(operand, read.Shape);
                break;
            case "$regex":
                reads.Add(read with { ComparedWith = ValueKinds.Text });
                break;
            case "$mod":
                reads.Add(read with { ComparedWith = ValueKinds.Number });
                break;
            case "$exists" or "$type":
                reads.Add(read with { MayBeAbsent = true });
                break;
            case "$options":
                break;
            default:
                reads.Add(read);
                break;
        }
    }

    void Compare(FieldRead read, in FilterValue operand)
    {
        var kind = ValueKindNames.KindOf(operand.Type);
        reads.Add(kind == ValueKinds.None ? read with { MayBeAbsent = true } : read with { ComparedWith = Simple(kind) });
    }

    void OneOf(FieldRead read, in FilterValue list)
    {
        var (kinds, isSimple) = (ValueKinds.None, list.Type == BsonType.Array);
        var walker = isSimple ? new ElementWalker(list) : default;
        while (isSimple && walker.Next())
        {
            var kind = ValueKindNames.KindOf(walker.Type);
            isSimple = Simple(kind) != ValueKinds.None;
            kinds |= kind;
        }

        reads.Add(isSimple ? read with { ComparedWith = kinds } : read with { MayBeAbsent = true });
    }

    // Objects and arrays are compared whole, which says little of the types of what a path leads to.
    static ValueKinds Simple(ValueKinds kind) => kind is ValueKinds.Number or ValueKinds.Text or ValueKinds.Boolean ? kind : ValueKinds.None;

    static bool IsWhole(string name) => name.Length > 0 && name.All(char.IsAsciiDigit);
}
