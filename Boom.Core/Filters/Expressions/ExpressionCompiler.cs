using System.Text;
using Boom.Core.Bson;
using Boom.Core.Filters.Values;

namespace Boom.Core.Filters.Expressions;

/// <summary>Turns the JSON of an expression into a tree of nodes. What is constant is computed here, and an error in it is an error of the pipeline.</summary>
sealed class ExpressionCompiler(CompileContext context)
{
    public CompileContext Context => context;

    public Expression Compile(in FilterValue source, Place place, ExpressionScope scope)
    {
        context.CountNode(place);
        context.Use(scope);
        var expression = source.Type switch
        {
            BsonType.String => Text(source, place, scope),
            BsonType.Document => Document(source, place, scope),
            BsonType.Array => Array(source, place, scope),
            _ => new ConstantExpression(source),
        };
        expression = Fold(expression, place);
        expression.Source = source;
        return expression;
    }

    /// <summary>The operands of an operator: the elements of its array, or the one value that stands alone.</summary>
    public Expression[] Operands(in FilterValue argument, Place place, ExpressionScope scope)
    {
        if (argument.Type != BsonType.Array)
            return [Compile(argument, place, scope)];
        var operands = new List<Expression>();
        var walker = new ElementWalker(argument);
        while (walker.Next())
            operands.Add(Compile(walker.Value, place, scope));
        return [.. operands];
    }

    Expression Text(in FilterValue source, Place place, ExpressionScope scope)
    {
        var text = Encoding.UTF8.GetString(source.AsUtf8());
        if (text.StartsWith("$$", StringComparison.Ordinal))
            return Variable(text[2..], place, scope);
        return text.StartsWith('$') ? Path(text[1..], place, scope) : new ConstantExpression(source);
    }

    Expression Path(string path, Place place, ExpressionScope scope)
    {
        var names = FieldPaths.Names(path, $"${path}", place);
        var current = scope.Find("CURRENT");
        if (current >= 0)
            return FromVariable(current, names);
        return new DocumentPath(context.Names(names), context.PlaceOf(names));
    }

    Expression Variable(string text, Place place, ExpressionScope scope)
    {
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        var name = dot < 0 ? text : text[..dot];
        string[] rest = dot < 0 ? [] : FieldPaths.Names(text[(dot + 1)..], $"$${text}", place);
        var variable = scope.Find(name);
        if (variable >= 0)
            return FromVariable(variable, rest);
        switch (name)
        {
            case "ROOT" or "CURRENT":
                return rest.Length == 0 ? new DocumentExpression() : new DocumentPath(context.Names(rest), context.PlaceOf(rest));
            case "REMOVE":
                return new ConstantExpression(default);
            case "NOW":
                return rest.Length == 0 ? new NowExpression() : new ConstantExpression(default);
            case "":
                throw place.Fault("'$$' names no variable");
            default:
                throw place.Fault($"the variable $${name} is not defined here; $$ROOT, $$CURRENT, $$REMOVE and $$NOW always are");
        }
    }

    Expression FromVariable(int variable, string[] rest)
    {
        if (rest.Length == 0)
            return new VariableExpression(variable);
        var names = context.Names(rest);
        context.Plan.AddColumn(names[0]);
        return new VariablePath(variable, names);
    }

    Expression Document(in FilterValue source, Place place, ExpressionScope scope)
    {
        var walker = new ElementWalker(source);
        if (!walker.Next())
            return new ConstantExpression(source);
        var first = Encoding.UTF8.GetString(walker.Name);
        if (!first.StartsWith('$'))
            return Literal(source, place, scope);
        var argument = walker.Value;
        if (walker.Next())
            throw place.Fault($"an operator stands alone in its object, {first} has {Encoding.UTF8.GetString(walker.Name)} beside it");
        return OperatorTable.Compile(first, argument, new(this, first, place.At(first), scope));
    }

    ObjectExpression Literal(in FilterValue source, Place place, ExpressionScope scope)
    {
        var names = new List<FieldName>();
        var values = new List<Expression>();
        var walker = new ElementWalker(source);
        while (walker.Next())
        {
            var name = Encoding.UTF8.GetString(walker.Name);
            if (name.Length == 0 || name.StartsWith('$') || name.Contains('.', StringComparison.Ordinal))
                throw place.Fault($"'{name}' cannot be the name of a field in an object; names have no dots and do not begin with $");
            var known = context.Plan.Name(name);
            if (names.Contains(known))
                throw place.Fault($"the object has the name '{name}' twice");
            names.Add(known);
            values.Add(Compile(walker.Value, place.At(name), scope));
        }

        return new([.. names], [.. values]);
    }

    ArrayExpression Array(in FilterValue source, Place place, ExpressionScope scope) => new(Operands(source, place, scope));

    Expression Fold(Expression expression, Place place)
    {
        if (expression is ConstantExpression constant)
            return new ConstantExpression(ConstantValues.Keep(constant.Value));
        if (context.ConstantSteps <= 0 || !OperatorTable.CanFold(expression))
            return expression;
        try
        {
            return ConstantValues.Evaluate(context, expression) is { } value ? new ConstantExpression(value) : expression;
        }
        catch (FilterEvaluationException fault)
        {
            throw place.Fault($"the constant part cannot be computed, as {fault.Message}");
        }
    }
}
