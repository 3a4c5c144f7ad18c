using System.Security.Cryptography;
using Tributary.Core;
using Tributary.Ledger;
using Tributary.Tensors;

namespace Tributary.Repository.Tests;

/// <summary>Every piece of C# in a document stands here as well, where the compiler reads it and a test runs it.</summary>
public sealed class SnippetTests
{
    [Fact]
    public void Every_snippet_in_a_document_is_one_of_these()
    {
        string here = Flat(Checkout.Read("test/Tributary.Repository.Tests/SnippetTests.cs"));
        string[] unknown = [.. Documents.Snippets("csharp").Where(snippet => !here.Contains(Flat(snippet), StringComparison.Ordinal))];
        Assert.Empty(unknown);
    }

    [Fact]
    public void A_strategy_is_a_value()
    {
        Strategy strategy = Strategies.FedAdam(learningRate: 0.01) with { Aggregator = new TrimmedMean { Fraction = 0.2 } };
        Assert.Equal("fed-adam", strategy.Name);
    }

    [Fact]
    public void A_ledger_proves_what_is_in_it()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        var tree = new MerkleTree();
        tree.Append("round 1 opened"u8);
        long index = tree.Append("update received"u8);                     // any bytes are a leaf

        var signer = new NoteSigner("example.org/ledger/7", key);          // key: ECDSA over P-256
        SignedNote note = Checkpoint.Of(signer.Name, tree).Sign(signer);
        string receipt = LedgerProof.Of(tree, index, note).ToString();     // to the site, which keeps it

        // Years later, offline:
        if (!LedgerProof.TryParse(receipt, out LedgerProof? proof, out string? problem)) throw new FormatException(problem);
        LedgerVerdict verdict = proof.Verify("update received"u8, signer.Verifier);

        Assert.True(verdict.IsValid);
        Assert.Equal(LedgerFinding.NotIncluded, proof.Verify("update lost"u8, signer.Verifier).Finding);
    }

    [Fact]
    public void A_model_in_ten_lines_learns()
    {
        var builder = new ParameterBuilder();
        var hidden = new Linear(builder.Scope("fc1"), 784, 200);    // fc1.weight (784, 200), fc1.bias (200)
        var output = new Linear(builder.Scope("fc2"), 200, 10);
        Parameters parameters = builder.Build(new RandomStream(1));

        var graph = new Graph(capacity: 32);
        Tensor x = graph.Input(784);                                 // (B, 784)
        Indices label = graph.Index();                               // (B)
        Tensor loss = output.Forward(hidden.Forward(x).Relu()).CrossEntropy(label);
        graph.Plan(loss);                                            // results share memory; optional

        var optimizer = new Sgd { LearningRate = 0.1 };
        OptimizerState state = optimizer.Begin(parameters.Layout.TrainableLength);

        graph.Batch = 32;                                            // fill x.Values and label.Values, then:
        graph.Forward();
        graph.Backward(loss);
        optimizer.Step(parameters.Trainable, parameters.Gradient, state);

        float before = loss.Values[0];
        graph.Forward();
        Assert.True(loss.Values[0] < before);
    }

    [Fact]
    public void A_frozen_weight_multiplies_in_compact_form()
    {
        float[] values = new float[784 * 200];                       // (in, out), from somewhere
        var frozen = CompactTensor.Encode([784, 200], values, CompactFormat.Int8);

        var graph = new Graph(capacity: 32);
        Tensor y = graph.Input(784).MatMul(frozen);                  // (B, 200)

        Assert.Equal([32, 200], y.Shape.Extents);
        Assert.Equal(784 * 200 / 64 * (64 + 4), frozen.Bytes);
    }

    [Fact]
    public void A_layer_declares_and_computes()
    {
        var builder = new ParameterBuilder();
        var layer = new Scaled(builder, width: 2);
        Parameters parameters = builder.Build(new RandomStream(1));
        var graph = new Graph(capacity: 1);
        Tensor x = graph.Input(2), y = layer.Forward(x);
        parameters.Values.Fill(3);
        x.Values[1] = 5;
        graph.Forward();
        Assert.Equal([0, 15], y.Values);
    }

    public sealed class Scaled
    {
        private readonly Tensor _factor;

        public Scaled(ParameterBuilder builder, int width) => _factor = builder.Parameter("factor", [width], Initializer.Ones);

        public Tensor Forward(Tensor x) => x * _factor;
    }

    /// <summary>The text without the indentation, which is another in a document.</summary>
    private static string Flat(string code) => string.Join('\n', code.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0));
}
