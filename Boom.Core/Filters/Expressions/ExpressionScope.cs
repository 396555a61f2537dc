namespace Boom.Core.Filters.Expressions;

/// <summary>The variables that an expression sees; inner ones hide outer ones of the same name.</summary>
sealed class ExpressionScope
{
    readonly ExpressionScope? _outer;
    readonly string _name;
    readonly int _variable;
    bool _used;

    ExpressionScope(ExpressionScope? outer, string name, int variable) => (_outer, _name, _variable) = (outer, name, variable);

    /// <summary>No variables.</summary>
    public static ExpressionScope Empty { get; } = new(null, "", -1);

    /// <summary>How many variables are alive, which is the number of the next.</summary>
    public int Count => _variable + 1;

    /// <summary>Whether something has asked for the innermost variable.</summary>
    public bool IsUsed => _used;

    public ExpressionScope With(string name) => new(this, name, _variable + 1);

    /// <summary>The number of a variable; −1 when there is none of that name.</summary>
    public int Find(string name)
    {
        for (var scope = this; scope._outer is not null; scope = scope._outer)
        {
            if (scope._name != name)
                continue;
            scope._used = true;
            return scope._variable;
        }

        return -1;
    }
}
