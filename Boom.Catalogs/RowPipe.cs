using System.Collections.Concurrent;
using Boom.Core.Catalogs;

namespace Boom.Catalogs;

/// <summary>
/// Hands rows from the thread that reads them to one that builds the table, a batch at a time. Rows are used again. One thread calls it; <see cref="Complete"/>
/// or <see cref="Dispose"/> ends the other.
/// </summary>
sealed class RowPipe : IDisposable
{
    const int Batches = 4;
    const int BatchBytes = 1 << 18;

    // A row keeps memory for its longest texts.
    const int MostRows = 256, FewestRows = 16;

    readonly SkyTableBuilder _builder;
    readonly BlockingCollection<Batch> _free = new(Batches), _full = new(Batches);
    readonly CancellationTokenSource _failed = new();
    readonly Thread _thread;
    readonly CancellationToken _cancellationToken;
    readonly CancellationTokenSource _either;
    Exception? _fault;
    Batch _batch;

    /// <param name="builder">Takes the rows; not to be used until this is completed.</param>
    /// <param name="columns">Columns of the table.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public RowPipe(SkyTableBuilder builder, IReadOnlyList<SkyColumn> columns, CancellationToken cancellationToken)
    {
        _builder = builder;
        _cancellationToken = cancellationToken;
        _either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _failed.Token);
        var rows = Math.Clamp(BatchBytes / (16 * (columns.Count + 2)), FewestRows, MostRows);
        for (var i = 0; i < Batches; i++)
            _free.Add(new Batch(rows, columns), CancellationToken.None);
        _batch = _free.Take(CancellationToken.None);
        _thread = new Thread(Build) { IsBackground = true, Name = "catalogue builder" };
        _thread.Start();
    }

    /// <summary>The row to fill next.</summary>
    public SkyRow Row => _batch.Rows[_batch.Count];

    /// <summary>Rows handed over.</summary>
    public long Count { get; private set; }

    /// <summary>Takes <see cref="Row"/> as it is.</summary>
    public void Take()
    {
        Count++;
        if (++_batch.Count < _batch.Rows.Length)
            return;
        Send();
        try
        {
            _batch = _free.Take(_either.Token);
            _batch.Count = 0;
        }
        catch (OperationCanceledException)
        {
            Throw();
            throw;
        }
    }

    /// <summary>Waits until all rows are with the builder.</summary>
    public void Complete()
    {
        Send();
        _full.CompleteAdding();
        _thread.Join();
        Throw();
    }

    public void Dispose()
    {
        _failed.Cancel();
        _full.CompleteAdding();
        _thread.Join();
        _either.Dispose();
        _failed.Dispose();
        _free.Dispose();
        _full.Dispose();
    }

    void Send()
    {
        if (_batch.Count > 0)
            _full.Add(_batch, CancellationToken.None);
    }

    void Build()
    {
        try
        {
            foreach (var batch in _full.GetConsumingEnumerable(_either.Token))
            {
                for (var i = 0; i < batch.Count; i++)
                    _builder.Add(batch.Rows[i]);
                _free.Add(batch, CancellationToken.None);
            }
        }
        catch (Exception fault)
        {
            _fault = fault;
            _failed.Cancel();
        }
    }

    void Throw()
    {
        _cancellationToken.ThrowIfCancellationRequested();
        if (_fault is SkyTableException fault)
            throw new CatalogException(fault.Message, fault);
        if (_fault is not null)
            throw new InvalidOperationException("The table could not be built.", _fault);
    }

    sealed class Batch(int count, IReadOnlyList<SkyColumn> columns)
    {
        public SkyRow[] Rows { get; } = [.. Enumerable.Range(0, count).Select(_ => new SkyRow(columns))];

        public int Count { get; set; }
    }
}
