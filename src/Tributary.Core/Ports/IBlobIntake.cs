namespace Tributary.Core;

/// <summary>Takes in content whose length is known beforehand without ever holding all of it in memory.</summary>
public interface IBlobIntake
{
    /// <summary>Makes room for content that is to come.</summary>
    /// <param name="length">The most bytes that will come.</param>
    /// <param name="cancellation">Stops waiting for room.</param>
    ValueTask<IIncomingBlob> BeginAsync(long length, CancellationToken cancellation = default);
}
