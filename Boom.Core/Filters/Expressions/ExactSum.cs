using Boom.Core.Filters.Values;
using Boom.Core.Matching;

namespace Boom.Core.Filters.Expressions;

/// <summary>
/// A sum of numbers of all types. Doubles are summed with their rounding errors kept, as the server's source does: 0.1 + 0.2 + 0.3 is 0.6.
/// Integers are summed exactly.
/// </summary>
struct ExactSum
{
    /// <summary>Without it doubles are added one after the other, as the relatives of MongoDB do.</summary>
    static readonly bool Compensated = true;

    double _sum;
    double _error;
    double _special;
    Int128 _integers;
    DecimalNumber _decimals;
    bool _anyDouble;
    bool _anyDecimal;
    bool _anyLong;

    public void Add(in FilterValue value)
    {
        if (NumberTower.IsDecimal(value))
        {
            _decimals = _anyDecimal ? _decimals + NumberTower.AsDecimal(value) : NumberTower.AsDecimal(value);
            _anyDecimal = true;
        }
        else if (value.IsInteger)
        {
            _anyLong |= value.Type == Bson.BsonType.Int64;
            _integers += value.AsInt64();
            // A sum that has once left int32 does not come back to it.
            _anyLong |= _integers < int.MinValue || _integers > int.MaxValue;
        }
        else
        {
            _anyDouble = true;
            Add(value.AsDouble());
        }
    }

    /// <summary>The sum, of the widest type that was added.</summary>
    public readonly FilterValue Total(FilterRun run)
    {
        if (_anyDecimal)
            return NumberTower.Decimal(run, DecimalTotal());
        return _anyDouble ? FilterValue.Of(DoubleTotal()) : NumberTower.Integer(_integers, !_anyLong);
    }

    /// <summary>The sum divided by a count: a double, or a decimal128.</summary>
    public readonly FilterValue Average(FilterRun run, int count)
    {
        if (_anyDecimal)
            return NumberTower.Decimal(run, DecimalTotal() / NumberTower.AsDecimal(FilterValue.Of(count)));
        return FilterValue.Of((_anyDouble ? DoubleTotal() : (double)_integers) / count);
    }

    void Add(double value)
    {
        _special += value;
        if (!Compensated)
        {
            _sum += value;
            return;
        }

        var sum = _sum + value;
        var part = sum - _sum;
        _error += (_sum - (sum - part)) + (value - part);
        _sum = sum;
    }

    readonly double DoubleTotal()
    {
        var total = this;
        if (_integers != 0)
        {
            // An int64 is the sum of two doubles; more than that of many is beyond what matters.
            var high = (double)_integers;
            total.Add(high);
            total.Add((double)(_integers - (Int128)high));
        }

        var sum = total._sum + total._error;
        return double.IsFinite(sum) ? sum : total._special;
    }

    readonly DecimalNumber DecimalTotal()
    {
        var total = _decimals;
        if (_anyDouble)
            total += DecimalNumber.OfDouble(DoubleTotalOfDoubles());
        return _integers == 0 ? total : total + DecimalNumber.Parse(_integers.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    readonly double DoubleTotalOfDoubles() => double.IsFinite(_sum + _error) ? _sum + _error : _special;
}
