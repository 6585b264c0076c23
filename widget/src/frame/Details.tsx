import { useEffect, useRef, useState } from 'preact/hooks';
import { filled, flaws } from '../chat/details';
import type { State } from '../chat/state';
import type { Field } from '../chat/types';
import { say, type Key } from '../text';

interface Props {
	form: NonNullable<State['form']>;
	done(values: Record<string, string>): void;
}

const tokens: Record<string, 'name' | 'email' | 'tel'> = {
	name: 'name',
	email: 'email',
	phone: 'tel'
};
const kinds = { text: 'text', email: 'email', phone: 'tel', choice: 'text' } as const;

/** What the organisation wants to know before the first message. */
export function Details({ form, done }: Props) {
	const [values, setValues] = useState<Record<string, string>>(form.values);
	const [wrong, setWrong] = useState<Record<string, string>>({});
	const box = useRef<HTMLFormElement>(null);
	const { fields, refused } = form;

	useEffect(() => {
		if (refused) show({ [refused.name]: refused.title });
	}, [refused?.name, refused?.title]);

	function show(found: Record<string, string>) {
		setWrong(found);
		const first = fields.find((field) => found[field.name] !== undefined);
		if (first)
			box.current?.querySelector<HTMLElement>(`[name="${CSS.escape(first.name)}"]`)?.focus();
	}

	function submit(event: Event) {
		event.preventDefault();
		const found = Object.entries(flaws(fields, values));
		if (!found.length) return done(filled(fields, values));
		show(Object.fromEntries(found.map(([name, flaw]) => [name, say(`details.${flaw}` as Key)])));
	}

	return (
		<form class="form" noValidate onSubmit={submit} ref={box}>
			<h2>{say('details.title')}</h2>
			{fields.map((field) => (
				<Line
					key={field.name}
					field={field}
					value={values[field.name] ?? ''}
					wrong={wrong[field.name] ?? ''}
					change={(value) => {
						setValues({ ...values, [field.name]: value });
						setWrong({ ...wrong, [field.name]: '' });
					}}
				/>
			))}
			<button class="primary">{say('details.start')}</button>
		</form>
	);
}

interface LineProps {
	field: Field;
	value: string;
	wrong: string;
	change(value: string): void;
}

function Line({ field, value, wrong, change }: LineProps) {
	const id = `f-${field.name}`;
	const common = {
		id,
		name: field.name,
		value,
		'aria-invalid': wrong ? true : undefined,
		'aria-describedby': wrong ? `${id}-flaw` : undefined,
		'aria-required': field.required
	};
	return (
		<div>
			<label for={id}>
				{field.label}
				{!field.required && <small> ({say('details.optional')})</small>}
			</label>
			{field.kind === 'choice' ? (
				<select {...common} onChange={(event) => change(event.currentTarget.value)}>
					<option value="">{say('details.choose')}</option>
					{field.choices?.map((choice) => (
						<option value={choice}>{choice}</option>
					))}
				</select>
			) : (
				<input
					{...common}
					type={kinds[field.kind]}
					list={undefined}
					autocomplete={tokens[field.name] ?? 'off'}
					maxLength={500}
					onInput={(event) => change(event.currentTarget.value)}
				/>
			)}
			{wrong && (
				<p class="flaw" id={`${id}-flaw`}>
					{wrong}
				</p>
			)}
		</div>
	);
}
