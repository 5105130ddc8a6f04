import uuid

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

import kizuna.core.fields
import kizuna.core.values.fuzzydate
import kizuna.core.values.quantity
import kizuna.core.values.text


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agreements", "0001_first"),
        ("core", "0003_addresses_kept_free"),
        ("directory", "0003_keep_until"),
        ("partners", "0005_lists_by_day"),
    ]

    operations = [
        migrations.CreateModel(
            name="ColumnMap",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "visibility",
                    models.CharField(
                        choices=[
                            ("public", "Public"),
                            ("staff", "Staff of the home"),
                            ("office", "International office"),
                            ("sealed", "Sealed"),
                        ],
                        default="staff",
                        max_length=10,
                        verbose_name="visibility",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("slug", models.SlugField(max_length=80, verbose_name="name in addresses")),
                (
                    "name",
                    kizuna.core.fields.WordsField(
                        blank=True, default=kizuna.core.values.text.Text, verbose_name="name"
                    ),
                ),
                (
                    "rows",
                    models.CharField(
                        choices=[
                            ("agreements", "One row for each agreement"),
                            ("double-degrees", "One row for each agreement on a double degree"),
                            ("exchanges", "One row for each partner and year, with people each way"),
                        ],
                        max_length=14,
                        verbose_name="rows",
                    ),
                ),
                (
                    "text",
                    kizuna.core.fields.WordsField(
                        blank=True, default=kizuna.core.values.text.Text, verbose_name="what it is for"
                    ),
                ),
                (
                    "home",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.home"),
                ),
            ],
            options={
                "ordering": ("pk",),
                "constraints": [
                    models.UniqueConstraint(fields=("home", "slug"), name="a_column_map_slug_once_per_home")
                ],
            },
        ),
        migrations.CreateModel(
            name="Column",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "visibility",
                    models.CharField(
                        choices=[
                            ("public", "Public"),
                            ("staff", "Staff of the home"),
                            ("office", "International office"),
                            ("sealed", "Sealed"),
                        ],
                        default="staff",
                        max_length=10,
                        verbose_name="visibility",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                (
                    "name",
                    kizuna.core.fields.WordsField(
                        blank=True, default=kizuna.core.values.text.Text, verbose_name="heading"
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("agreement", "Name of the agreement"),
                            ("partner", "Partner"),
                            ("country", "Country or region"),
                            ("content", "Content of the agreement"),
                            ("units", "Our departments"),
                            ("concluded", "When it was concluded"),
                            ("year", "Academic year"),
                            ("students-out", "Students sent"),
                            ("students-in", "Students received"),
                            ("faculty-out", "Faculty sent"),
                            ("faculty-in", "Faculty received"),
                            ("staff-out", "Staff sent"),
                            ("staff-in", "Staff received"),
                            ("fixed", "The same in every row"),
                            ("by-hand", "Left empty, to be filled in"),
                        ],
                        max_length=20,
                        verbose_name="what goes into it",
                    ),
                ),
                ("fixed", models.CharField(blank=True, max_length=200, verbose_name="the same in every row")),
                (
                    "home",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.home"),
                ),
                (
                    "column_map",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="columns",
                        to="mobility.columnmap",
                        verbose_name="table",
                    ),
                ),
            ],
            options={
                "ordering": ("order", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Flow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "visibility",
                    models.CharField(
                        choices=[
                            ("public", "Public"),
                            ("staff", "Staff of the home"),
                            ("office", "International office"),
                            ("sealed", "Sealed"),
                        ],
                        default="staff",
                        max_length=10,
                        verbose_name="visibility",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("country", models.CharField(blank=True, max_length=2, verbose_name="country")),
                (
                    "direction",
                    models.CharField(
                        choices=[
                            ("out", "Out"),
                            ("in", "In"),
                            ("both", "Out and in together"),
                            ("not-stated", "Direction not stated"),
                        ],
                        default="not-stated",
                        max_length=10,
                        verbose_name="direction",
                    ),
                ),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("students", "Students"),
                            ("doctoral", "Doctoral students"),
                            ("faculty", "Faculty"),
                            ("staff", "Staff"),
                            ("young-researchers", "Young researchers"),
                            ("assistants", "Teaching assistants"),
                            ("faculty-students", "Faculty and students together"),
                            ("people", "People, not told apart"),
                            ("not-stated", "Not stated who"),
                        ],
                        default="not-stated",
                        max_length=20,
                        verbose_name="who",
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("bachelor", "Bachelor"),
                            ("master", "Master"),
                            ("doctorate", "Doctorate"),
                            ("other", "Other"),
                            ("not-stated", "Not stated"),
                        ],
                        default="not-stated",
                        max_length=10,
                        verbose_name="level",
                    ),
                ),
                (
                    "field",
                    kizuna.core.fields.WordsField(
                        blank=True, default=kizuna.core.values.text.Text, verbose_name="field"
                    ),
                ),
                (
                    "quantity",
                    kizuna.core.fields.QuantityField(
                        blank=True,
                        default=kizuna.core.values.quantity.Quantity,
                        help_text="As stated: 12, about 40, nearly 100 per year, or nothing.",
                        verbose_name="how many",
                    ),
                ),
                (
                    "text",
                    kizuna.core.fields.WordsField(
                        blank=True, default=kizuna.core.values.text.Text, verbose_name="text"
                    ),
                ),
                (
                    "period",
                    kizuna.core.fields.FuzzyDateField(
                        blank=True,
                        default=kizuna.core.values.fuzzydate.FuzzyDate,
                        help_text="AY2019, 2019, 2015/.. for “since 2015”; or nothing.",
                        verbose_name="period",
                    ),
                ),
                (
                    "mode",
                    models.CharField(
                        choices=[
                            ("in-person", "In person"),
                            ("online", "Online"),
                            ("hybrid", "Hybrid"),
                            ("not-stated", "Not stated"),
                        ],
                        default="not-stated",
                        max_length=10,
                        verbose_name="mode",
                    ),
                ),
                (
                    "scheme",
                    kizuna.core.fields.WordsField(
                        blank=True,
                        default=kizuna.core.values.text.Text,
                        help_text="The programme or scholarship under which they moved.",
                        verbose_name="scheme",
                    ),
                ),
                (
                    "weeks",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="How long one stay is, where one number holds for all.",
                        null=True,
                        verbose_name="weeks",
                    ),
                ),
                (
                    "length",
                    kizuna.core.fields.WordsField(
                        blank=True, default=kizuna.core.values.text.Text, verbose_name="length in words"
                    ),
                ),
                (
                    "purpose",
                    kizuna.core.fields.WordsField(
                        blank=True, default=kizuna.core.values.text.Text, verbose_name="purpose"
                    ),
                ),
                ("begins_first", models.DateField(editable=False, null=True)),
                ("begins_last", models.DateField(editable=False, null=True)),
                ("ends_first", models.DateField(editable=False, null=True)),
                ("ends_last", models.DateField(editable=False, null=True)),
                (
                    "agreement",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="flows",
                        to="agreements.agreement",
                        verbose_name="agreement",
                    ),
                ),
                (
                    "home",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.home"),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="partners.partnership",
                        verbose_name="partnership",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="directory.unit",
                        verbose_name="department",
                    ),
                ),
            ],
            options={
                "ordering": ("-begins_first", "pk"),
                "indexes": [
                    models.Index(fields=["home", "partnership", "begins_first"], name="flow_by_partner"),
                    models.Index(fields=["home", "-begins_first"], name="flow_by_day"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Stay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "visibility",
                    models.CharField(
                        choices=[
                            ("public", "Public"),
                            ("staff", "Staff of the home"),
                            ("office", "International office"),
                            ("sealed", "Sealed"),
                        ],
                        default="staff",
                        max_length=10,
                        verbose_name="visibility",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "begins",
                    kizuna.core.fields.FuzzyDateField(
                        blank=True, default=kizuna.core.values.fuzzydate.FuzzyDate, verbose_name="from"
                    ),
                ),
                (
                    "ends",
                    kizuna.core.fields.FuzzyDateField(
                        blank=True, default=kizuna.core.values.fuzzydate.FuzzyDate, verbose_name="until"
                    ),
                ),
                ("seen", models.DateField(blank=True, null=True, verbose_name="held on")),
                ("begins_first", models.DateField(editable=False, null=True)),
                ("begins_last", models.DateField(editable=False, null=True)),
                ("ends_first", models.DateField(editable=False, null=True)),
                ("ends_last", models.DateField(editable=False, null=True)),
                (
                    "direction",
                    models.CharField(choices=[("out", "Out"), ("in", "In")], max_length=10, verbose_name="direction"),
                ),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("students", "Student"),
                            ("doctoral", "Doctoral student"),
                            ("faculty", "Member of faculty"),
                            ("staff", "Member of staff"),
                            ("young-researchers", "Young researcher"),
                            ("assistants", "Teaching assistant"),
                            ("not-stated", "Not stated"),
                        ],
                        default="not-stated",
                        max_length=20,
                        verbose_name="who",
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("bachelor", "Bachelor"),
                            ("master", "Master"),
                            ("doctorate", "Doctorate"),
                            ("other", "Other"),
                            ("not-stated", "Not stated"),
                        ],
                        default="not-stated",
                        max_length=10,
                        verbose_name="level",
                    ),
                ),
                ("field", models.CharField(blank=True, max_length=200, verbose_name="field")),
                (
                    "mode",
                    models.CharField(
                        choices=[
                            ("in-person", "In person"),
                            ("online", "Online"),
                            ("hybrid", "Hybrid"),
                            ("not-stated", "Not stated"),
                        ],
                        default="not-stated",
                        max_length=10,
                        verbose_name="mode",
                    ),
                ),
                ("scheme", models.CharField(blank=True, max_length=200, verbose_name="scheme")),
                (
                    "weeks",
                    models.PositiveSmallIntegerField(
                        blank=True, help_text="Where the days are not both known.", null=True, verbose_name="weeks"
                    ),
                ),
                ("year_begun", models.PositiveSmallIntegerField(editable=False, null=True)),
                ("year_calendar", models.CharField(editable=False, max_length=20)),
                ("weeks_counted", models.PositiveSmallIntegerField(editable=False, null=True)),
                (
                    "agreement",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stays",
                        to="agreements.agreement",
                        verbose_name="agreement",
                    ),
                ),
                (
                    "home",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.home"),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stays",
                        to="partners.partnership",
                        verbose_name="partnership",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stays",
                        to="directory.unit",
                        verbose_name="department",
                    ),
                ),
            ],
            options={
                "ordering": ("-begins_first", "-pk"),
                "indexes": [
                    models.Index(
                        fields=[
                            "home",
                            "partnership",
                            "year_calendar",
                            "year_begun",
                            "direction",
                            "category",
                            "mode",
                            "weeks_counted",
                            "visibility",
                        ],
                        name="stay_counted",
                    ),
                    models.Index(fields=["home", "-begins_first", "-id"], name="stay_by_day"),
                    models.Index(fields=["home", "ends_last", "begins_first"], name="stay_until"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Stock",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "visibility",
                    models.CharField(
                        choices=[
                            ("public", "Public"),
                            ("staff", "Staff of the home"),
                            ("office", "International office"),
                            ("sealed", "Sealed"),
                        ],
                        default="staff",
                        max_length=10,
                        verbose_name="visibility",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("country", models.CharField(blank=True, max_length=2, verbose_name="country")),
                (
                    "direction",
                    models.CharField(
                        choices=[
                            ("out", "Out"),
                            ("in", "In"),
                            ("both", "Out and in together"),
                            ("not-stated", "Direction not stated"),
                        ],
                        default="not-stated",
                        max_length=10,
                        verbose_name="direction",
                    ),
                ),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("students", "Students"),
                            ("doctoral", "Doctoral students"),
                            ("faculty", "Faculty"),
                            ("staff", "Staff"),
                            ("young-researchers", "Young researchers"),
                            ("assistants", "Teaching assistants"),
                            ("faculty-students", "Faculty and students together"),
                            ("people", "People, not told apart"),
                            ("not-stated", "Not stated who"),
                        ],
                        default="not-stated",
                        max_length=20,
                        verbose_name="who",
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("bachelor", "Bachelor"),
                            ("master", "Master"),
                            ("doctorate", "Doctorate"),
                            ("other", "Other"),
                            ("not-stated", "Not stated"),
                        ],
                        default="not-stated",
                        max_length=10,
                        verbose_name="level",
                    ),
                ),
                (
                    "field",
                    kizuna.core.fields.WordsField(
                        blank=True, default=kizuna.core.values.text.Text, verbose_name="field"
                    ),
                ),
                (
                    "quantity",
                    kizuna.core.fields.QuantityField(
                        blank=True,
                        default=kizuna.core.values.quantity.Quantity,
                        help_text="As stated: 12, about 40, nearly 100 per year, or nothing.",
                        verbose_name="how many",
                    ),
                ),
                (
                    "text",
                    kizuna.core.fields.WordsField(
                        blank=True, default=kizuna.core.values.text.Text, verbose_name="text"
                    ),
                ),
                (
                    "as_of",
                    kizuna.core.fields.FuzzyDateField(
                        blank=True, default=kizuna.core.values.fuzzydate.FuzzyDate, verbose_name="as of"
                    ),
                ),
                ("sort_day", models.DateField(editable=False, null=True)),
                (
                    "home",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.home"),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stocks",
                        to="directory.organisation",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="partners.partnership",
                        verbose_name="partnership",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="directory.unit",
                        verbose_name="department",
                    ),
                ),
            ],
            options={
                "ordering": ("-sort_day", "pk"),
                "indexes": [models.Index(fields=["home", "partnership", "-sort_day"], name="stock_by_partner")],
            },
        ),
        migrations.CreateModel(
            name="Weight",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "visibility",
                    models.CharField(
                        choices=[
                            ("public", "Public"),
                            ("staff", "Staff of the home"),
                            ("office", "International office"),
                            ("sealed", "Sealed"),
                        ],
                        default="staff",
                        max_length=10,
                        verbose_name="visibility",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "name",
                    kizuna.core.fields.WordsField(
                        blank=True, default=kizuna.core.values.text.Text, verbose_name="name"
                    ),
                ),
                ("weeks_from", models.PositiveSmallIntegerField(verbose_name="from weeks")),
                (
                    "weeks_to",
                    models.PositiveSmallIntegerField(
                        blank=True, help_text="Empty: and everything longer.", null=True, verbose_name="to weeks"
                    ),
                ),
                (
                    "semesters",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=5,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="student-semesters",
                    ),
                ),
                (
                    "home",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.home"),
                ),
            ],
            options={
                "ordering": ("weeks_from", "pk"),
                "constraints": [
                    models.UniqueConstraint(fields=("home", "weeks_from"), name="one_weight_from_a_length_on")
                ],
            },
        ),
    ]
