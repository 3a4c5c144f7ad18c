using System.Threading.Channels;

namespace Tributary.Server;

/// <summary>Wakes one loop: however often it is given before the loop looks, the loop looks once.</summary>
internal sealed class Signal
{
    private readonly Channel<bool> _given = Channel.CreateBounded<bool>(new BoundedChannelOptions(1)
    {
        FullMode = BoundedChannelFullMode.DropWrite,
    });

    public void Give() => _given.Writer.TryWrite(true);

    public async ValueTask WaitAsync(CancellationToken cancellation) => await _given.Reader.ReadAsync(cancellation);
}
