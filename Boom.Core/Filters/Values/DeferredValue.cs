namespace Boom.Core.Filters.Values;

/// <summary>A value that is made when it is first asked for, and kept.</summary>
abstract class DeferredValue
{
    FilterValue _value;
    bool _isMade;

    /// <summary>The value.</summary>
    public FilterValue Value
    {
        get
        {
            if (!_isMade)
                (_value, _isMade) = (Make(), true);
            return _value;
        }
    }

    /// <summary>Forgets the value.</summary>
    protected void Forget() => (_value, _isMade) = (default, false);

    /// <summary>Makes the value.</summary>
    protected abstract FilterValue Make();
}
