using System.Text.Json;

namespace Tributary.Security.Tests;

/// <summary>A vector of the draft: operations in their order, with what each must give.</summary>
internal sealed class Prio3Vector(string name, JsonElement json)
{
    private readonly Dictionary<(int Report, int Aggregator), Prio3Verification> _verifications = [];
    private readonly Dictionary<int, List<byte[]>> _outputs = [];
    private readonly IPrio3 _prio3 = Create(name, json);
    private readonly byte[] _context = Bytes(json.GetProperty("ctx"));

    public void Play()
    {
        foreach (JsonElement operation in json.GetProperty("operations").EnumerateArray())
        {
            Action act = Choose(operation);
            if (operation.GetProperty("success").GetBoolean()) act();
            else Assert.Throws<SecurityException>(act);
        }
    }

    private Action Choose(JsonElement operation)
    {
        int index = operation.TryGetProperty("report_index", out JsonElement at) ? at.GetInt32() : 0;
        int aggregator = operation.TryGetProperty("aggregator_id", out at) ? at.GetInt32() : 0;
        JsonElement report = json.GetProperty("reports")[index];
        return operation.GetProperty("operation").GetString() switch
        {
            "shard" => () => Shard(report),
            "verify_init" => () => Begin(report, index, aggregator),
            "verifier_shares_to_message" => () => Combine(report),
            "verify_next" => () => Finish(report, index, aggregator),
            "aggregate" => () => Assert.Equal(Bytes(json.GetProperty("agg_shares")[aggregator]), _prio3.Aggregate(_outputs[aggregator])),
            "unshard" => Unshard,
            string other => throw new NotSupportedException(other),
            null => throw new NotSupportedException(),
        };
    }

    private void Shard(JsonElement report)
    {
        Prio3Report made = _prio3.Shard(
            _context, Integers(report.GetProperty("measurement")), Bytes(report.GetProperty("nonce")), Bytes(report.GetProperty("rand")));
        Assert.Equal(Bytes(report.GetProperty("public_share")), made.PublicShare);
        Assert.Equal(All(report.GetProperty("input_shares")), made.InputShares);
    }

    private void Begin(JsonElement report, int index, int aggregator)
    {
        Prio3Verification begun = _prio3.Begin(
            Bytes(json.GetProperty("verify_key")), _context, aggregator, Bytes(report.GetProperty("nonce")),
            Bytes(report.GetProperty("public_share")), Bytes(report.GetProperty("input_shares")[aggregator]));
        _verifications[(index, aggregator)] = begun;
        JsonElement said = report.GetProperty("verifier_shares")[0];
        if (aggregator < said.GetArrayLength()) Assert.Equal(Bytes(said[aggregator]), begun.VerifierShare);
    }

    private void Combine(JsonElement report)
    {
        byte[] message = _prio3.Combine(_context, All(report.GetProperty("verifier_shares")[0]));
        Assert.Equal(Bytes(report.GetProperty("verifier_messages")[0]), message);
    }

    private void Finish(JsonElement report, int index, int aggregator)
    {
        byte[] output = _prio3.Finish(_verifications[(index, aggregator)], Bytes(report.GetProperty("verifier_messages")[0]));
        JsonElement expected = report.GetProperty("out_shares")[aggregator];
        Assert.Equal(expected.ValueKind == JsonValueKind.String ? Bytes(expected) : [.. All(expected).SelectMany(part => part)], output);
        if (!_outputs.TryGetValue(aggregator, out List<byte[]>? outputs)) _outputs[aggregator] = outputs = [];
        outputs.Add(output);
    }

    private void Unshard() => Assert.Equal(
        Integers(json.GetProperty("agg_result")).Select(value => (UInt128)value), _prio3.Unshard(All(json.GetProperty("agg_shares"))));

    private static IPrio3 Create(string name, JsonElement json)
    {
        int shares = Number("shares");
        return name.Split('_')[0] switch
        {
            "Prio3Count" => Prio3.Count(shares),
            "Prio3Sum" => Prio3.Sum(shares, (ulong)Number("max_measurement")),
            "Prio3SumVec" => Prio3.SumVec(shares, Number("length"), (ulong)Number("max_measurement"), Number("chunk_length")),
            "Prio3Histogram" => Prio3.Histogram(shares, Number("length"), Number("chunk_length")),
            _ => throw new NotSupportedException(name),
        };

        int Number(string property) => json.GetProperty(property).GetInt32();
    }

    private static byte[][] All(JsonElement list) => [.. list.EnumerateArray().Select(Bytes)];

    private static byte[] Bytes(JsonElement text) => Convert.FromHexString(text.GetString()!);

    private static ulong[] Integers(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(Integer)] : [Integer(value)];

    private static ulong Integer(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => 1,
        JsonValueKind.False => 0,
        _ => value.GetUInt64(),
    };
}
