using System.Text;
using Boom.Core.Bson;
using Boom.Core.Filters.Values;

namespace Boom.Core.Filters;

/// <summary>
/// The memory of one thread that runs filters: index, arenas, variables, budget. After the first alerts it allocates nothing more.
/// One thread at a time may use it.
/// </summary>
public sealed class FilterRun : IDisposable
{
    readonly Arena<FilterValue> _values = new(1024);
    readonly Arena<FilterField> _fields = new(256);
    readonly Arena<byte> _text = new(1024);
    BsonWriter? _scratch;
    int _steps;
    int _textBytes;

    /// <summary>The document as it entered the stage: what <c>$$ROOT</c> is.</summary>
    internal FilterValue Document { get; set; }

    /// <summary>Values of <c>$$this</c> and its like, by their number.</summary>
    internal FilterValue[] Variables { get; private set; } = new FilterValue[16];

    /// <summary>Paths of the document that entered the pipeline.</summary>
    internal DocumentIndex Index { get; } = new();

    /// <summary>The time that <c>$$NOW</c> is, Unix milliseconds.</summary>
    internal long NowUnixMilliseconds { get; set; }

    /// <summary>The alert and its partners, where the filter is wrapped; null for a bare document.</summary>
    internal AlertInputs? Inputs { get; set; }

    /// <summary>Collections that <c>$lookup</c> reads, by name; null when there are none.</summary>
    internal Func<string, IReadOnlyList<FilterValue>?>? Collections { get; set; }

    public void Dispose()
    {
        _scratch?.Dispose();
        Inputs?.Dispose();
    }

    /// <summary>Starts an evaluation: the budget is full, the arenas are empty.</summary>
    internal void Begin(int variables)
    {
        if (Variables.Length < variables)
            Variables = new FilterValue[variables * 2];
        _steps = FilterLimits.Steps;
        _textBytes = FilterLimits.TextBytes;
    }

    /// <summary>Ends an evaluation: whatever it computed is gone.</summary>
    internal void End()
    {
        _values.Reset();
        _fields.Reset();
        _text.Reset();
        _scratch?.Reset();
    }

    /// <summary>Takes steps from the budget.</summary>
    internal void Spend(int steps)
    {
        _steps -= steps;
        if (_steps < 0)
            throw new FilterBudgetException($"the evaluation takes more than {FilterLimits.Steps} steps, for one alert");
    }

    /// <summary>Steps that the evaluation has taken.</summary>
    internal int StepsTaken => FilterLimits.Steps - _steps;

    /// <summary>Room for values.</summary>
    internal FilterValue[] TakeValues(int count, out int start)
    {
        Spend(count);
        return _values.Take(count, out start);
    }

    /// <summary>An array of the first values of a piece; the rest is given back.</summary>
    internal FilterValue List(FilterValue[] chunk, int start, int taken, int count)
    {
        if (count < taken)
            _values.Shrink(chunk, start + taken, start + count);
        return FilterValue.List(chunk, start, count);
    }

    /// <summary>Room for fields.</summary>
    internal FilterField[] TakeFields(int count, out int start)
    {
        Spend(count);
        return _fields.Take(count, out start);
    }

    /// <summary>The elements of an array, which may be encoded.</summary>
    internal ReadOnlySpan<FilterValue> Items(in FilterValue array)
    {
        var list = AsList(array);
        return list.ListSource.AsSpan(list.Start, list.Count);
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
    internal FilterValue Text(int bytes, out Span<byte> content)
    {
        _textBytes -= bytes;
        if (_textBytes < 0)
            throw new FilterBudgetException($"the evaluation makes more than {FilterLimits.TextBytes} bytes of text, for one alert");
        var chunk = _text.Take(bytes + 5, out var start);
        BitConverter.TryWriteBytes(chunk.AsSpan(start), bytes + 1);
        content = chunk.AsSpan(start + 4, bytes);
        chunk[start + 4 + bytes] = 0;
        return FilterValue.Encoded(BsonType.String, chunk, start, bytes + 5);
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
