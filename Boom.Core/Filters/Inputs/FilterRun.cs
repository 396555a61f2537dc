using System.Text;
using Boom.Core.Bson;
using Boom.Core.Filters.Values;

namespace Boom.Core.Filters;

/// <summary>
/// The memory of one thread that runs filters: index, arenas, variables, budget. After the first alerts it allocates nothing more.
/// One thread at a time may use it.
/// </summary>
/// <param name="time">Times evaluations; the system's clock when there is none.</param>
public sealed class FilterRun(TimeProvider? time = null) : IDisposable
{
    /// <summary>Steps between two looks at the clock.</summary>
    const int CheckedSteps = 64;

    readonly TimeProvider _time = time ?? TimeProvider.System;
    readonly Arena<FilterValue> _values = new(1024);
    readonly Arena<FilterField> _fields = new(256);
    readonly Arena<byte> _text = new(1024);
    BsonWriter? _scratch;
    DocumentIndex? _own;
    int _steps;
    int _nextCheck;
    long _started;
    long _compared;
    long _now;
    int _valuesLeft;
    int _textBytes;

    /// <summary>Ends evaluations: one that is under way throws <see cref="OperationCanceledException"/> after a few steps more.</summary>
    public CancellationToken Stop { get; set; }

    /// <summary>Steps that the last evaluation has taken, or the one under way.</summary>
    public int StepsTaken => FilterLimits.Steps - _steps;

    /// <summary>The document as it entered the stage: what <c>$$ROOT</c> is.</summary>
    internal FilterValue Document { get; set; }

    /// <summary>Values of <c>$$this</c> and its like, by their number.</summary>
    internal FilterValue[] Variables { get; private set; } = new FilterValue[16];

    /// <summary>Paths of the document that entered the pipeline.</summary>
    internal DocumentIndex Index { get; private set; } = new();

    /// <summary>What stands beside the alert.</summary>
    internal FilterInput Input { get; private set; }

    /// <summary>Number of the stage that is evaluated, from 0.</summary>
    internal int Stage { get; set; }

    /// <summary>The time that <c>$$NOW</c> is in this evaluation, Unix milliseconds.</summary>
    internal long NowUnixMilliseconds
    {
        get
        {
            if (_now == long.MinValue)
                _now = _time.GetUtcNow().ToUnixTimeMilliseconds();
            return _now;
        }
    }

    /// <summary>Collections that <c>$lookup</c> reads, by name; null when there are none.</summary>
    internal Func<string, IReadOnlyList<FilterValue>?>? Collections { get; set; }

    public void Dispose()
    {
        _scratch?.Dispose();
    }

    /// <summary>Looks at an alert.</summary>
    internal void Enter(PreparedAlert alert)
    {
        Index = alert.Index;
        Input = alert.Input;
        Document = alert.Document;
    }

    /// <summary>Looks at a document of any kind, with an index of the run's own.</summary>
    internal void Enter(in FilterValue document, PlanSnapshot plan)
    {
        _own ??= new();
        Index = _own;
        Input = default;
        Document = document;
        Index.Fill(document, plan);
    }

    /// <summary>Looks at several documents, none of which has an index.</summary>
    internal void EnterMany()
    {
        _own ??= new();
        Index = _own;
        Input = default;
        Index.Clear();
    }

    /// <summary>Starts an evaluation: the budget is full, the arenas are empty.</summary>
    internal void Begin(int variables)
    {
        if (Variables.Length < variables)
            Variables = new FilterValue[variables * 2];
        HasDoubts = false;
        _now = long.MinValue;
        Refill();
    }

    /// <summary>Fills the budget anew within an evaluation, for an explanation, which computes what a filter computes several times.</summary>
    internal void Refill()
    {
        _steps = FilterLimits.Steps;
        _nextCheck = _steps - CheckedSteps;
        _started = 0;
        _compared = ValueOrder.Compared;
        _valuesLeft = FilterLimits.Values;
        _textBytes = FilterLimits.TextBytes;
    }

    /// <summary>How far the arenas are filled.</summary>
    internal RunMark Mark() => new(_values.Mark(), _fields.Mark(), _text.Mark());

    /// <summary>Gives back what was computed since.</summary>
    internal void Release(in RunMark mark)
    {
        _values.Release(mark.Values);
        _fields.Release(mark.Fields);
        _text.Release(mark.Text);
    }

    /// <summary>Ends an evaluation: whatever it computed is gone.</summary>
    internal void End()
    {
        _values.Reset();
        _fields.Reset();
        _text.Reset();
        _scratch?.Reset();
    }

    /// <summary>Whether something was left out that might have been an error.</summary>
    internal bool HasDoubts { get; private set; }

    /// <summary>The unknown result of an operator that might have been an error, had its operands been known.</summary>
    internal FilterValue Doubt()
    {
        HasDoubts = true;
        return FilterValue.Unknown;
    }

    /// <summary>Takes steps from the budget.</summary>
    internal void Spend(int steps)
    {
        _steps -= steps;
        if (_steps < _nextCheck)
            CheckBudget();
    }

    void CheckBudget()
    {
        Stop.ThrowIfCancellationRequested();
        var compared = ValueOrder.Compared;
        _steps -= (int)Math.Min(compared - _compared, FilterLimits.Steps);
        _compared = compared;
        if (_steps < 0)
            throw new FilterBudgetException($"the evaluation takes more than {FilterLimits.Steps} steps, for one alert");
        _nextCheck = _steps - CheckedSteps;
        if (_started == 0)
            _started = _time.GetTimestamp();
        else if (_time.GetElapsedTime(_started) > FilterLimits.Duration)
            throw new FilterBudgetException($"the evaluation takes longer than {FilterLimits.Duration.TotalSeconds:0} s, for one alert");
    }

    // Counted in 64 bits: a sum of lengths may be larger than an array can be.
    void Make(long count)
    {
        if (count > _valuesLeft)
            throw new FilterBudgetException($"the evaluation makes more than {FilterLimits.Values} values, for one alert");
        _valuesLeft -= (int)count;
        Spend((int)count);
    }

    /// <summary>Room for values.</summary>
    internal FilterValue[] TakeValues(long count, out int start)
    {
        Make(count);
        return _values.Take((int)count, out start);
    }

    /// <summary>An array of the first values of a piece; the rest is given back.</summary>
    internal FilterValue List(FilterValue[] chunk, int start, int taken, int count)
    {
        if (count < taken)
            _values.Shrink(chunk, start + taken, start + count);
        return FilterValue.List(chunk, start, count);
    }

    /// <summary>Room for fields.</summary>
    internal FilterField[] TakeFields(long count, out int start)
    {
        Make(count);
        return _fields.Take((int)count, out start);
    }

    /// <summary>The elements of an array, which may be encoded.</summary>
    internal ReadOnlySpan<FilterValue> Items(in FilterValue array)
    {
        var list = AsList(array);
        return list.ListSource.AsSpan(list.Start, list.Count);
    }

    /// <summary>The elements of an array, of which each will be looked at.</summary>
    internal ReadOnlySpan<FilterValue> ItemsToScan(in FilterValue array)
    {
        var items = Items(array);
        Spend(items.Length);
        return items;
    }

    /// <summary>An array as a list of values.</summary>
    internal FilterValue AsList(in FilterValue array)
    {
        if (array.Form == ValueForm.List)
            return array;
        var count = Count(array);
        var chunk = TakeValues(count, out var start);
        var walker = new ElementWalker(array);
        for (var i = start; walker.Next(); i++)
            chunk[i] = walker.Value;
        return FilterValue.List(chunk, start, count);
    }

    /// <summary>How many elements an array has.</summary>
    internal static int Count(in FilterValue array)
    {
        if (array.Form == ValueForm.List)
            return array.Count;
        var count = 0;
        var walker = new ElementWalker(array);
        while (walker.Next())
            count++;
        return count;
    }

    /// <summary>A value as encoded bytes or in place, so that it can be tested by the match language.</summary>
    internal FilterValue Encode(in FilterValue value)
    {
        if (value.Form is not (ValueForm.List or ValueForm.Fields))
            return value;
        _scratch ??= new();
        _scratch.BeginRoot();
        ValueBson.Write(_scratch, "v"u8, value);
        var whole = FilterValue.Document(_scratch.EndRoot());
        Spend(whole.Count / 8);
        var walker = new ElementWalker(whole);
        walker.Next();
        return walker.Value;
    }

    /// <summary>A text of so many bytes, to be filled by the caller.</summary>
    internal FilterValue Text(long bytes, out Span<byte> content)
    {
        if (bytes > _textBytes)
            throw new FilterBudgetException($"the evaluation makes more than {FilterLimits.TextBytes} bytes of text, for one alert");
        var length = (int)bytes;
        _textBytes -= length;
        Spend(1 + (length / 64));
        var chunk = _text.Take(length + 5, out var start);
        BitConverter.TryWriteBytes(chunk.AsSpan(start), length + 1);
        content = chunk.AsSpan(start + 4, length);
        chunk[start + 4 + length] = 0;
        return FilterValue.Encoded(BsonType.String, chunk, start, length + 5);
    }

    /// <summary>A text.</summary>
    internal FilterValue Text(string text)
    {
        var value = Text(Encoding.UTF8.GetByteCount(text), out var content);
        Encoding.UTF8.GetBytes(text, content);
        return value;
    }

    /// <summary>Bytes of a type that is not held in place.</summary>
    internal FilterValue Bytes(BsonType type, ReadOnlySpan<byte> bytes)
    {
        var chunk = _text.Take(bytes.Length, out var start);
        bytes.CopyTo(chunk.AsSpan(start));
        return FilterValue.Encoded(type, chunk, start, bytes.Length);
    }
}

/// <summary>A place in the arenas of a run.</summary>
readonly record struct RunMark(ArenaMark<FilterValue> Values, ArenaMark<FilterField> Fields, ArenaMark<byte> Text);
