using Boom.Core.Filters.Values;

namespace Boom.Core.Filters.Expressions;

/// <summary>A compiled expression. One instance serves many threads; what it computes lives in the run.</summary>
abstract class Expression
{
    int _size;

    /// <summary>The JSON value that it was compiled from.</summary>
    public FilterValue Source { get; set; }

    /// <summary>The expressions that it is computed from, in the order written.</summary>
    public virtual IReadOnlyList<Expression> Operands => [];

    /// <summary>How many nodes it has, itself included: what one evaluation of it costs at most, but for loops in it.</summary>
    public int Size
    {
        get
        {
            if (_size == 0)
                _size = 1 + Operands.Sum(operand => operand.Size);
            return _size;
        }
    }

    /// <exception cref="FilterEvaluationException">The data do not fit the operator.</exception>
    public abstract FilterValue Evaluate(FilterRun run);

    /// <summary>The value as a condition.</summary>
    public virtual Truth Test(FilterRun run) => Evaluate(run).Truth;
}

/// <summary>A value that is the same for every document.</summary>
sealed class ConstantExpression(FilterValue value) : Expression
{
    readonly FilterValue _value = value;

    public FilterValue Value => _value;

    public override FilterValue Evaluate(FilterRun run) => _value;
}
