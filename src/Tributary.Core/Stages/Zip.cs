using System.IO.Compression;
using System.Text.Json.Serialization;
using Tributary.Tensors;

namespace Tributary.Core;

/// <summary>Deflates an update without loss, bytes of equal significance side by side.</summary>
/// <remarks>
/// One tensor, <c>zip/body</c> (U8): the deflated (RFC 1951) safetensors body of what came in, where each tensor's bytes are all first
/// bytes
/// of its numbers, then all second bytes and so on. Masked and encrypted updates look random and gain nothing.
/// </remarks>
public sealed record Zip : IStage, IChecked
{
    private const string Body = "zip/body";

    /// <inheritdoc/>
    [JsonIgnore]
    public string Name => "zip";

    /// <inheritdoc/>
    [JsonIgnore]
    public PayloadKind? Takes => null;

    /// <summary>From 1 (fast) to 9 (small).</summary>
    public int Level { get; init; } = 6;

    /// <inheritdoc/>
    public IEnumerable<Problem> Check(string path)
    {
        if (Level is < 1 or > 9)
            yield return Problem.OutOfRange($"{path}.level",
                $"'zip' has the level {Level}, and deflate knows 1 to 9. Give a number in that range, such as 6.");
    }

    /// <inheritdoc/>
    public StagePlan Plan(UpdateSpec input) => input.Kind == PayloadKind.Masked
        ? throw new CompositionException(ProblemCodes.NothingAfterMask,
            "'zip' finds nothing to compress in a masked update, which looks like random bits: it would cost time and save no byte. " +
            "Leave 'zip' out.")
        : new(
            input with { Kind = PayloadKind.Opaque }, Decoding.Each, _ => new Client(Level), _ => new Server(input), Decoded: input);

    private sealed class Client(int level) : IClientStage
    {
        public ValueTask<Payload> EncodeAsync(Payload input, CancellationToken cancellation)
        {
            using var body = new MemoryStream();
            using (var deflate = new DeflateStream(body, new ZLibCompressionOptions { CompressionLevel = level }))
                SafetensorsWriter.Write(deflate, [.. PayloadWriter.Tensors(input).Select(tensor => Rearrange(tensor, BytePlanes.Split))]);
            return new(new OpaquePayload(PayloadWriter.Bytes(Body, body.ToArray())));
        }
    }

    private sealed class Server(UpdateSpec decoded) : IServerStage
    {
        public ValueTask<Payload> DecodeAsync(Payload input, IReadOnlyList<ClientId> from, CancellationToken cancellation)
        {
            var zipped = (OpaquePayload)input;
            zipped.ExpectCount(1);
            byte[] body = Inflate(zipped.Read<byte>(Body).ToArray(), PayloadReader.LongestBody(decoded));
            return new(PayloadReader.Read(body, decoded, tensor => Rearrange(tensor, BytePlanes.Join)));
        }
    }

    private static SafetensorsEntry Rearrange(SafetensorsEntry tensor, Func<ReadOnlySpan<byte>, int, byte[]> rearranged) =>
        tensor.Count == 0
        ? tensor
        : new(tensor.Name, tensor.DType, [.. tensor.Shape], rearranged(tensor.Data.Span, tensor.Data.Length / tensor.Count));

    private static byte[] Inflate(byte[] zipped, long limit)
    {
        using var inflate = new DeflateStream(new MemoryStream(zipped), CompressionMode.Decompress);
        using var body = new MemoryStream();
        byte[] chunk = new byte[1 << 16];
        try
        {
            for (int read; (read = inflate.Read(chunk)) > 0; body.Write(chunk, 0, read))
                if (body.Length + read > limit)
                    throw new MalformedUpdateException(
                        $"The zipped update has more than {limit} bytes, the most an update of this round can have.");
        }
        catch (InvalidDataException e)
        {
            throw new MalformedUpdateException("The zipped update cannot be inflated.", e);
        }
        return body.ToArray();
    }
}
